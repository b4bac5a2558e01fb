import { deepEqual, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { HubLine } from './hub-line.ts';

/** A line to a hub that is only a socket. */
async function open(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'hub-line-'));
  const server = createServer();
  server.listen(join(folder, 'control'));
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const clock = new FakeClock();
  const line = new HubLine(
    { version: 1, pid: 1, words: [], cwd: '/', started: 1 },
    connect(join(folder, 'control')),
    clock,
  );
  const [hub] = (await accepted) as [Socket];
  hub.on('error', () => {});
  t.after(async () => {
    line.close();
    hub.destroy();
    server.close();
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  });
  return { line, hub, clock };
}

test('answers are matched by id, whatever their order; errors keep their code and particulars', async t => {
  const { line, hub } = await open(t);
  const [first, second] = [line.ask('holds', {}), line.ask('unset', { what: 'p1' })];
  hub.write(`${JSON.stringify({ id: 2, error: { code: 'unknown-id', message: 'No.', data: { what: 'p1' } } })}\n`);
  hub.write(`${JSON.stringify({ id: 1, result: { holds: [], silent: [] } })}\n`);
  await rejects(second, { code: 'unknown-id', message: 'No.', data: { what: 'p1', code: 'unknown-id' } });
  deepEqual(await first, { holds: [], silent: [] });
});

test('a hub that is stopped does not keep who greets it', async t => {
  const { line, clock } = await open(t);
  const failed = rejects(line.hello('t', 'test'), { code: 'no-answer', message: /"hello" within 2\.0 s/ });
  clock.advance(2000);
  await failed;
});

const ends: [string, (hub: Socket) => void, { code: string; message?: RegExp }][] = [
  ['it ends', hub => hub.end(), { code: 'closed', message: /ended before it answered "holds"/ }],
  [
    'it says why',
    hub => hub.end('{"id":0,"error":{"code":"refused","message":"Another version."}}\n'),
    { code: 'refused', message: /Another version/ },
  ],
  ['it says nonsense', hub => hub.write('hello\n'), { code: 'bad-message' }],
];
for (const [what, end, error] of ends) {
  test(`when the hub goes, what was asked fails at once, and later asks too: ${what}`, async t => {
    const { line, hub } = await open(t);
    const failed = rejects(line.ask('holds', {}), error);
    end(hub);
    await failed;
    await line.ended;
    await rejects(line.ask('holds', {}), error);
  });
}

test('events and what was lost of them go to who follows', async t => {
  const { line, hub } = await open(t);
  const heard: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const following = line.follow(['snap'], {
    onEvent: event => heard.push(event.kind),
    onLost: count => {
      heard.push(count);
      resolve();
    },
  });
  hub.write(
    '{"id":1,"result":{}}\n{"event":{"seq":1,"at":1,"kind":"snap","target":"a","data":{}}}\n{"droppedEvents":3}\n',
  );
  await following;
  await promise;
  deepEqual(heard, ['snap', 3]);
});
