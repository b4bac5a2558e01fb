// One request of many is held, looked at, changed and stepped, in a real program under `eddy run`, from another process.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import type { Hold } from '../../src/wire/protocol/index.ts';
import { answeredBy, targetsThere } from '../launch/bindings.ts';
import { eddy, folder, lineOf, nodeMajors, nodePath, root, until, withoutNode } from '../launch/index.ts';

const programs = join(root, 'test/targets/gates');

const add = lineOf(join(programs, 'shop.mjs'), 'add');

interface Shop {
  readonly hub: Hub;
  buy(user: string): Promise<{ user: string; total: number; seen: number }>;
  end(): Promise<number | null>;
  /** Eddy itself, and not the program. */
  kill(): void;
  line(mark: string): number;
}

/** A shop under `eddy run` with these options, driven over kept-alive connections. */
async function open(t: TestContext, node: string, file: string, ...options: string[]): Promise<Shop> {
  const folder = mkdtempSync('/tmp/eg-');
  const marked = options.map(word =>
    word.replace(/@(\w+)/, (_all, mark: string) => `${lineOf(join(programs, file), mark)}`),
  );
  const child = spawn(node, [eddy, 'run', '--quiet', ...marked, join(programs, file)], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const agent = new Agent({ keepAlive: true });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const end = async () => {
    child.kill('SIGTERM');
    return (await ended)[0];
  };
  t.after(async () => {
    agent.destroy();
    await end();
    rmSync(folder, { recursive: true, force: true });
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(/port (\d+)/.exec(String(said))?.[1]);
  const hub = await openHub(String(child.pid), 'test', [folder]).catch(() => openHub(undefined, 'test', [folder]));
  t.after(() => hub.close());
  await targetsThere(hub);
  const buy = (user: string) =>
    new Promise<never>((resolve, reject) => {
      get({ port, agent, headers: { 'x-user': user } }, response => {
        let text = '';
        response.on('data', part => {
          text += part;
        });
        response.on('end', () => resolve(JSON.parse(text) as never));
      }).on('error', reject);
    });
  const kill = () => void child.kill('SIGKILL');
  return { hub, buy, end, kill, line: mark => lineOf(join(programs, file), mark) };
}

const nextHold = (hub: Hub, but?: string): Promise<Hold> =>
  until(async () => (await hub.ask('holds', {})).holds.find(one => one.id !== but));

const value = async (hub: Hub, hold: string, name: string): Promise<unknown> =>
  (await hub.ask('variables', { hold })).variables.find(one => one.name === name)?.value;

for (const major of nodeMajors) {
  for (const file of ['shop.mjs', 'shop.cjs', 'shop.mts']) {
    test(`ten requests, one is held: ${file}, Node ${major}`, { skip: withoutNode(major) }, async t => {
      const mark = lineOf(join(programs, file), 'add');
      const shop = await open(
        t,
        nodePath(major),
        file,
        ...['--hold', `${file}:${mark}`, '--session', 'ann', '--match', 'header:x-user=ann'],
      );
      const { hub } = shop;
      const ann = shop.buy('ann');
      // She waits before the others come: which of ten connections is answered first is the machine's choice.
      const held = await nextHold(hub);
      const others = await Promise.all(Array.from({ length: 9 }, (_, at) => shop.buy(`u${at}`)));
      deepEqual(
        others.map(one => one.total),
        Array.from({ length: 9 }, () => 70),
      );
      deepEqual([held.place.line, held.place.function, held.kind], [mark, 'buy', 'hold']);
      equal(await value(hub, held.id, 'total'), 0);
      deepEqual(await hub.ask('evaluate', { hold: held.id, expression: 'total + one * 2' }), { value: 60 });
      deepEqual(await hub.ask('evaluate', { hold: held.id, expression: 'await price("x")' }), { value: 10 });
      // Sales of the others were heard while it was held: its own count is not written over.
      await hub.ask('set', { hold: held.id, name: 'total', expression: '1000' });
      const { next } = await hub.ask('step', { hold: held.id, step: 'over' });
      equal(next?.place.line, shop.line('ask'));
      equal(await value(hub, next!.id, 'total'), 1030);
      await shop.buy('late');
      const again = (await hub.ask('step', { hold: next!.id, step: 'over' })).next!;
      equal(again.place.line, mark);
      const inner = (await hub.ask('step', { hold: again.id, step: 'out' })).next!;
      equal(inner.place.line, shop.line('answer'));
      await hub.ask('resume', {});
      const answer = await ann;
      equal(answer.total, 1070);
      // Its own sale, and those of the ten others that ended while it waited.
      equal(answer.seen, 11);
      equal(await shop.end(), 0);
    });
  }
}

test('two sessions on one line see only their own flows', async t => {
  const shop = await open(t, process.execPath, 'shop.mjs');
  const { hub } = shop;
  const place = `shop.mjs:${shop.line('add')}`;
  for (const user of ['ann', 'bob']) {
    const { probes } = await hub.ask('probe', {
      session: user,
      match: [{ by: 'header', name: 'x-user', value: user }],
      probes: [{ kind: 'hold', place: { file: 'shop.mjs', line: shop.line('add') } }],
      limits: {},
    });
    await answeredBy(hub, 1, probes);
  }
  const [ann, bob] = [shop.buy('ann'), shop.buy('bob')];
  equal((await shop.buy('eve')).total, 70);
  const holds = await until(async () => {
    const all = (await hub.ask('holds', {})).holds;
    return all.length === 2 ? all : undefined;
  });
  equal(new Set(holds.map(one => one.session)).size, 2, place);
  for (const one of holds) {
    const user = await value(hub, one.id, 'user');
    match(String(user), /^(ann|bob)$/);
  }
  await hub.ask('off', {});
  deepEqual([(await ann).total, (await bob).total], [70, 70]);
});

test('a stop stops all, can be looked at, changed and stepped, and lets all go on', async t => {
  const shop = await open(t, process.execPath, 'shop.mjs', '--stop', `shop.mjs:${add}`, '--match', 'header:x-user=ann');
  const { hub } = shop;
  const ann = shop.buy('ann');
  const stopped = await nextHold(hub);
  equal(stopped.kind, 'stop');
  let served = false;
  const other = shop.buy('eve').then(() => {
    served = true;
  });
  equal(await value(hub, stopped.id, 'one'), 30);
  deepEqual(await hub.ask('evaluate', { hold: stopped.id, expression: 'total + 1' }), { value: 1 });
  await hub.ask('set', { hold: stopped.id, name: 'total', expression: '500' });
  const { next } = await hub.ask('step', { hold: stopped.id, step: 'over' });
  equal(await value(hub, next!.id, 'total'), 530);
  equal(served, false);
  await hub.ask('off', {});
  equal((await ann).total, 570);
  await other;
});

const annInThePool = ['--hold', 'pool.mjs:@query', '--match', 'header:x-user=ann'];

test('who waits for what a held flow has is told with it', async t => {
  const config = join(folder(t), 'eddy.config.yaml');
  writeFileSync(config, 'limits: {letGoAfter: 10m}\n');
  const shop = await open(t, process.execPath, 'pool.mjs', ...annInThePool, '--config', config);
  const { hub } = shop;
  const ann = shop.buy('ann');
  await nextHold(hub);
  const bob = shop.buy('bob');
  const waited = await until(async () => (await hub.ask('holds', {})).holds.find(one => one.waiters.length > 0));
  deepEqual(
    waited.waiters.map(one => one.name),
    ['GET /'],
  );
  await hub.ask('resume', {});
  await Promise.all([ann, bob]);
});

test('a held flow that has the only slot of a pool is let go when another has waited for it', async t => {
  const shop = await open(t, process.execPath, 'pool.mjs', ...annInThePool);
  const { hub } = shop;
  const ann = shop.buy('ann');
  const held = await nextHold(hub);
  deepEqual(
    held.holds.map(one => one.replace(/".*"/, '')),
    ['a connection of '],
  );
  const bob = shop.buy('bob');
  const eve = shop.buy('eve');
  // Everyone is answered, each by a query of its own; the statement's timeout ran on while it was held.
  const answers = (await Promise.all([ann, bob, eve])) as unknown as { queries: number; timedOut: string | null }[];
  deepEqual(answers.map(one => one.queries).sort(), [1, 2, 3]);
  equal(answers[0]!.timedOut, 'ann');
  const { sessions } = await hub.ask('sessions', {});
  match(JSON.stringify(sessions), /has waited \d+ ms for/);
});

test('an edit of what the program changed meanwhile is refused, and written when forced', async t => {
  const shop = await open(t, process.execPath, 'shop.mjs', '--hold', `shop.mjs:${add}`, '--match', 'header:x-user=ann');
  const { hub } = shop;
  const ann = shop.buy('ann');
  const held = await nextHold(hub);
  await hub.ask('set', { hold: held.id, name: 'seen', expression: '-100' });
  await shop.buy('eve');
  const [refused] = (await hub.ask('resume', { hold: held.id })).holds;
  deepEqual([refused?.resumed, refused?.conflicts], [false, ['seen']]);
  const [forced] = (await hub.ask('resume', { hold: held.id, force: true })).holds;
  equal(forced?.resumed, true);
  await hub.ask('off', {});
  const { seen } = await ann;
  ok(seen < -90, String(seen));
});

test('Eddy is killed while a flow is held: the flow goes on, and the program lives', async t => {
  const shop = await open(t, process.execPath, 'shop.mjs', '--hold', `shop.mjs:${add}`, '--match', 'header:x-user=ann');
  const ann = shop.buy('ann');
  await nextHold(shop.hub);
  const pid = (await shop.hub.ask('flows', {})).targets[0]!.info.pid;
  shop.kill();
  equal((await ann).total, 70);
  equal((await shop.buy('eve')).total, 70);
  process.kill(pid, 'SIGTERM');
});
