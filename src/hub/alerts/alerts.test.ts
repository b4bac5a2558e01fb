import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { type Alert, type Finding, parseAlertRule } from '../../wire/protocol/index.ts';
import { Alerts, Webhook } from './index.ts';

function watch(...rules: string[]) {
  const clock = new FakeClock();
  const told: Alert[] = [];
  const alerts = new Alerts(rules.map(parseAlertRule), [alert => told.push(alert)], clock);
  return { clock, told, alerts };
}

const held = { seq: 1, at: 1, kind: 'held', target: 't', data: { probe: 'p1', file: '/a.ts', line: 3 } } as const;
const finding = { kind: 'lock-cycle', message: 'A ring.' } as Finding;
const alert: Alert = { at: 1, rule: 'held > 0', counter: 'held', seen: 1, message: 'm', last: 'l' };

test('told when it is one too many, and again at each doubling', () => {
  const { told, alerts } = watch('held > 1');
  for (let count = 0; count < 9; count++) alerts.takeEvent(held);
  deepEqual(
    told.map(({ seen }) => seen),
    [2, 4, 8],
  );
  equal(told[0]?.message, '2 held, and more than 1 is to be told.');
  equal(told[0]?.last, 'probe p1 at /a.ts:3');
});

test('within a time only what is recent counts, and it is told anew when it had calmed down', () => {
  const { clock, told, alerts } = watch('held > 1 in 1s');
  alerts.takeEvent(held);
  clock.advance(1000);
  alerts.takeEvent(held);
  equal(told.length, 0);
  alerts.takeEvent(held);
  equal(told.length, 1);
  clock.advance(5000);
  alerts.takeEvent(held);
  equal(told.length, 1);
  alerts.takeEvent(held);
  equal(told.length, 2);
});

test('a finding counts as its kind and as one of all; a lost target as such', () => {
  const { told, alerts } = watch('lock-cycle > 0', 'findings > 1', 'target-lost > 0', 'lock-order > 0');
  alerts.takeFinding(finding);
  alerts.takeFinding({ ...finding, kind: 'task-slow' });
  alerts.takeEvent({ ...held, kind: 'target-ended', data: { end: { how: 'lost' } } });
  alerts.takeEvent({ ...held, kind: 'target-ended', data: { end: { how: 'exit' } } });
  deepEqual(
    told.map(({ counter }) => counter),
    ['lock-cycle', 'findings', 'target-lost'],
  );
});

test('a webhook gets each alert as JSON, after answers that pass away', async t => {
  const bodies: string[] = [];
  const statuses = [503, 200, 200];
  const server = createServer(async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString());
    response.writeHead(statuses.shift() ?? 200).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const clock = new FakeClock();
  const webhook = new Webhook({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`, clock });
  webhook.send(alert);
  webhook.send({ ...alert, seen: 2 });
  // In small steps: a post that is really under way has ten seconds of this clock.
  while (bodies.length < 3) {
    clock.advance(1);
    await new Promise(resolve => setImmediate(resolve));
  }
  await webhook.close();
  deepEqual(
    bodies.map(body => (JSON.parse(body) as Alert).seen),
    [1, 1, 2],
  );
  equal(webhook.droppedCount, 0);
});

test('what is refused is dropped at once, what does not answer after five times, and the address is not told whole', async () => {
  const clock = new FakeClock();
  let posts = 0;
  const webhook = (status: () => number) =>
    new Webhook({
      url: 'https://hooks.example/token-1234',
      clock,
      post: async () => {
        posts++;
        return status();
      },
    });
  const refused = webhook(() => 404);
  refused.send(alert);
  await refused.close();
  deepEqual([posts, refused.droppedCount], [1, 1]);
  match(refused.error?.message ?? '', /^The webhook at https:\/\/hooks\.example: it answered 404\.$/);
  posts = 0;
  const failing = webhook(() => {
    throw new Error('reset');
  });
  failing.send(alert);
  while (failing.droppedCount === 0) {
    clock.advance(30_000);
    await new Promise(resolve => setImmediate(resolve));
  }
  equal(posts, 5);
});

test('who tells never waits: past a hundred the oldest is let go, and a close ends a post that hangs', async () => {
  const clock = new FakeClock();
  const webhook = new Webhook({
    url: 'http://x',
    clock,
    post: (_, __, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  for (let count = 0; count < 150; count++) webhook.send(alert);
  const letGo = webhook.droppedCount;
  equal(letGo, 49, 'one is under way, a hundred wait');
  const closed = webhook.close();
  clock.advance(3_000);
  await closed;
  equal(webhook.droppedCount, 150);
});
