// One conversation over everything that a connection runs over.
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isEddyError } from '../../../src/base/index.ts';
import { FakeClock } from '../../../src/testing/fake-clock.ts';
import {
  DapConnection,
  type DapPlace,
  type DapStreams,
  dialDap,
  listenDap,
  memoryPair,
  startAdapter,
} from '../../../src/wire/dap/index.ts';
import { folder, root } from '../../launch/index.ts';
import { isAlive } from '../../launch/processes.ts';
import { answers } from '../../targets/dap/answers.ts';

type Open = (t: TestContext) => Promise<DapStreams>;

async function inMemory(): Promise<DapStreams> {
  const [here, there] = memoryPair();
  answers(new DapConnection(there));
  return here;
}

async function overSocket(t: TestContext, place: DapPlace): Promise<DapStreams> {
  const listener = await listenDap(place, streams => answers(new DapConnection(streams)));
  t.after(() => listener.close());
  return dialDap(listener.place);
}

const transports: Readonly<Record<string, Open>> = {
  'in memory': inMemory,
  'over TCP': t => overSocket(t, { port: 0 }),
  'over TCP, IPv6': t => overSocket(t, { host: '::1', port: 0 }),
  'over a unix socket': t => overSocket(t, { path: join(folder(t), 'dap.sock') }),
  'over a child’s standard streams': () =>
    startAdapter({ command: process.execPath, args: [join(root, 'test/targets/dap/speaks.ts')] }),
};

const withoutIpv6 =
  !Object.values(networkInterfaces()).some(all => all?.some(one => one.address === '::1')) && 'this machine has no ::1';

for (const [name, open] of Object.entries(transports)) {
  test(`${name}: both ask, big messages come whole, and the end is told`, {
    skip: name.endsWith('IPv6') && withoutIpv6,
  }, async t => {
    const streams = await open(t);
    const connection = new DapConnection(streams);
    t.after(() => connection.close());
    const big = '→ 世界 '.repeat(100_000);
    const many = Array.from({ length: 50 }, (_, at) => connection.request('evaluate', { expression: `${at}` }));
    equal((await connection.request('evaluate', { expression: big })).result, big);
    deepEqual(
      (await Promise.all(many)).map(one => one.result),
      many.map((_, at) => `${at}`),
    );
    connection.handle({ runInTerminal: ({ args }) => ({ processId: args.length }) });
    deepEqual(await connection.request('runInTerminal', { cwd: '/', args: ['a', 'b', 'c'] }), { processId: 3 });
    const events: string[] = [];
    connection.onEvent(({ event }) => events.push(event));
    await connection.request('disconnect', {});
    equal((await connection.ended).by, 'there');
    deepEqual(events, ['terminated']);
    await rejects(connection.request('threads', undefined), error => isEddyError(error, 'closed'));
    await connection.close();
    const pid = /pid (\d+)/.exec(streams.peer)?.[1];
    if (pid !== undefined) equal(isAlive(Number(pid)), false);
  });
}

test('a child that does not go when its input ends is told to, then ended', async () => {
  const clock = new FakeClock();
  const stays = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("I stay")';
  const child = await startAdapter({ command: process.execPath, args: ['-e', stays], clock });
  await once(child.input, 'data');
  const closing = child.close();
  await clock.advanceAsync(1000);
  equal(isAlive(child.pid), true);
  await clock.advanceAsync(1000);
  await closing;
  equal(isAlive(child.pid), false);
});
