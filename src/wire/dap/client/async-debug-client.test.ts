import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { isEddyError } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { DapConnection, type DapPlace, type Handlers, listenDap } from '../index.ts';
import { AsyncDebugClient } from './async-debug-client.ts';
import type { ClientOptions } from './client-options.ts';
import { connectedClient } from './get-async-debug-client.ts';

interface Scripted {
  readonly client: AsyncDebugClient;
  /** The adapter's side of each connection, oldest first. */
  readonly sides: DapConnection[];
  /** What was asked of it, oldest first. */
  readonly asked: { command: string; given: unknown }[];
  readonly place: DapPlace;
}

type Script = (side: DapConnection, number: number) => Handlers;

/** A client, connected to an adapter that answers by a script. */
async function scripted(t: TestContext, script: Script, options: ClientOptions = {}): Promise<Scripted> {
  const sides: DapConnection[] = [];
  const asked: Scripted['asked'] = [];
  const listener = await listenDap({ port: 0 }, streams => {
    const side = new DapConnection(streams);
    sides.push(side);
    const plain: Handlers = {
      initialize: (_, { afterAnswer }) => {
        afterAnswer(() => side.sendEvent('initialized', undefined));
        return { supportsConfigurationDoneRequest: true };
      },
      launch: () => {},
      attach: () => {},
      configurationDone: () => {},
      disconnect: (_, { afterAnswer }) => afterAnswer(() => void side.close()),
      setBreakpoints: ({ breakpoints = [] }) => ({
        breakpoints: breakpoints.map(({ line }, id) => ({ verified: true, id, line })),
      }),
      setExceptionBreakpoints: () => undefined as never,
    };
    const all = { ...plain, ...script(side, sides.length) };
    side.handleOther('*', () => {});
    for (const [command, handler] of Object.entries(all))
      side.handleOther(command, (given, exchange) => {
        asked.push({ command, given });
        return (handler as (given: unknown, exchange: unknown) => unknown)(given, exchange);
      });
  });
  const client = new AsyncDebugClient(listener.place, options);
  t.after(async () => {
    await client.disconnect();
    await Promise.all(sides.map(side => side.close()));
    await listener.close();
  });
  await client.connect();
  return { client, sides, asked, place: listener.place };
}

test('what was asked for before the launch is sent before the program runs', async t => {
  const { client, asked } = await scripted(t, () => ({}));
  const before = await client.setBreakpoint('/app.py', 3);
  deepEqual([before.verified, before.observed], [false, []]);
  match(before.message ?? '', /sent when a program is launched/);
  await client.setBreakpoint('/app.py', 7);
  await client.removeBreakpoint('/app.py', 3);
  await client.launch({ program: '/app.py' });
  deepEqual(asked.map(one => one.command).slice(0, 4), ['initialize', 'launch', 'setBreakpoints', 'configurationDone']);
  deepEqual(asked[2]?.given, { source: { path: '/app.py' }, breakpoints: [{ line: 7 }], sourceModified: false });
  deepEqual(
    client.listBreakpoints().map(one => [one.line, one.verified]),
    [[7, true]],
  );
  equal(await client.removeBreakpoint('/app.py', 99), false);
});

test('a breakpoint is as the adapter last said', async t => {
  const { client, sides } = await scripted(t, () => ({
    setBreakpoints: () => ({ breakpoints: [{ id: 5, verified: false, message: 'No code yet.' }] }),
  }));
  await client.launch({});
  const set = await client.setBreakpoint('/app.js', 3);
  deepEqual([set.verified, set.message], [false, 'No code yet.']);
  const changed = client.waitFor('breakpoint');
  sides[0]?.sendEvent('breakpoint', { reason: 'changed', breakpoint: { id: 5, verified: true, line: 4 } });
  await changed;
  const [now] = client.listBreakpoints();
  deepEqual([now?.verified, now?.boundLine, now?.message], [true, 4, undefined]);
});

test('conditions, hit counts and log points need an adapter that knows them', async t => {
  const { client } = await scripted(t, () => ({}));
  await client.launch({});
  for (const options of [{ condition: 'x' }, { hitCount: 3 }, { logMessage: 'x' }])
    await rejects(
      client.setBreakpoint('/a', 1, options),
      error => isEddyError(error, 'refused') && /does not offer/.test(error.message),
    );
  deepEqual(client.listBreakpoints(), []);
});

test('a stop that comes with the answer, or before it, is not missed', async t => {
  const { client } = await scripted(t, side => ({
    threads: () => ({ threads: [{ id: 4, name: 'main' }] }),
    pause: () => side.sendEvent('stopped', { reason: 'pause', threadId: 4, allThreadsStopped: true }),
    next: ({ threadId }, { afterAnswer }) =>
      afterAnswer(() => side.sendEvent('stopped', { reason: 'step', threadId, allThreadsStopped: true })),
    continue: () => {
      side.sendEvent('stopped', { reason: 'breakpoint', allThreadsStopped: true });
      return {};
    },
  }));
  await client.launch({});
  await client.pause();
  equal((await client.waitForStop()).reason, 'pause');
  await client.stepOver();
  equal((await client.waitForStop()).reason, 'step');
  await client.continueExecution();
  const stop = await client.waitForStop();
  // One that names no thread is of all: the first is taken.
  deepEqual([stop.reason, stop.threadId], ['breakpoint', 4]);
});

test('threads that stop alone go on alone', async t => {
  const { client, sides } = await scripted(t, () => ({ continue: () => ({ allThreadsContinued: false }) }));
  await client.launch({});
  for (const threadId of [1, 2])
    sides[0]?.sendEvent('stopped', { reason: 'breakpoint', threadId, allThreadsStopped: false });
  await client.waitForStop({ threadId: 2 });
  await client.continueExecution({ threadId: 2 });
  equal((await client.waitForStop()).threadId, 1);
  await rejects(client.waitForStop({ threadId: 2, timeoutMs: 20 }), error => isEddyError(error, 'deadline-passed'));
});

test('what goes on counts as running from the moment that it is asked for', async t => {
  const { client, sides } = await scripted(t, () => ({ continue: () => ({}) }));
  await client.launch({});
  sides[0]?.sendEvent('stopped', { reason: 'breakpoint', threadId: 1, allThreadsStopped: true });
  await client.waitForStop();
  equal(client.listSessions()[0]?.state, 'stopped');
  const going = client.continueExecution();
  await new Promise(setImmediate);
  equal(client.listSessions()[0]?.state, 'running');
  await going;
  await rejects(client.getStackTrace(), /No thread is stopped/);
});

test('a place is set once, with what was asked last; a child is followed once', async t => {
  const { client, sides, asked } = await scripted(t, () => ({}));
  await client.launch({});
  await client.setBreakpoint('/app.py', 3);
  await client.setBreakpoint('/app.py', 3);
  await client.setBreakpoint('/app.py', 3, { column: 7 });
  deepEqual(asked.at(-1)?.given, {
    source: { path: '/app.py' },
    breakpoints: [{ line: 3 }, { line: 3, column: 7 }],
    sourceModified: false,
  });
  const attached = client.waitFor('sessionStarted');
  for (const _ of [1, 2]) sides[0]?.sendOtherEvent('debugpyAttach', { subProcessId: 9 });
  await attached;
  while (asked.filter(one => one.command === 'attach').length < 1) await new Promise(setImmediate);
  equal(sides.length, 2);
});

test('a request that is refused leaves the stop as it was', async t => {
  const { client, sides } = await scripted(t, () => ({ next: () => Promise.reject(new Error('Not now.')) }));
  await client.launch({});
  sides[0]?.sendEvent('stopped', { reason: 'breakpoint', threadId: 1 });
  await client.waitForStop();
  await rejects(client.stepOver(), /Not now/);
  equal((await client.waitForStop()).reason, 'breakpoint');
});

test('stacks come page by page', async t => {
  const frames = Array.from({ length: 120 }, (_, id) => ({ id, name: `f${id}`, line: 1, column: 1 }));
  const { client, asked } = await scripted(t, () => ({
    stackTrace: ({ startFrame = 0, levels = 0 }) => ({
      stackFrames: frames.slice(startFrame, startFrame + levels),
      totalFrames: 120,
    }),
  }));
  await client.launch({});
  equal((await client.getStackTrace({ threadId: 1 })).length, 120);
  equal(asked.filter(one => one.command === 'stackTrace').length, 3);
  deepEqual(
    (await client.getStackTrace({ threadId: 1, start: 118, count: 10 })).map(one => one.id),
    [118, 119],
  );
});

test('children that the adapter asks for are sessions that name themselves, with the same breakpoints', async t => {
  const { client, sides, asked } = await scripted(t, (_, number) => ({
    threads: () => ({ threads: [{ id: number, name: 'x' }] }),
  }));
  await client.setBreakpoint('/app.js', 3);
  await client.launch({});
  const started = client.waitFor('sessionStarted');
  await sides[0]?.request('startDebugging', { request: 'attach', configuration: { name: 'worker' } });
  const { session, sessionName, body } = await started;
  deepEqual([sessionName, body], ['worker', { parent: '1' }]);
  const told = client.waitFor('output');
  while (sides[1]?.closed !== false || asked.filter(one => one.command === 'configurationDone').length < 2)
    await new Promise(setImmediate);
  sides[1]?.sendEvent('output', { output: 'hello' });
  equal((await told).session, session);
  deepEqual(
    asked.filter(one => one.command === 'attach').map(one => one.given),
    [{ name: 'worker' }],
  );
  equal(asked.filter(one => one.command === 'setBreakpoints').length, 2);
  deepEqual(
    client.listSessions().map(one => [one.name, one.parent]),
    [
      ['main', undefined],
      ['worker', '1'],
    ],
  );
  deepEqual((await client.getThreads({ session: '1' }))[0]?.id, 1);
  const ended = client.waitFor('sessionEnded', { session });
  sides[1]?.sendEvent('terminated', {});
  await ended;
  equal(client.listSessions().length, 1);
});

test('a child that cannot be reached is told, and the adapter is, too', async t => {
  const { client, sides } = await scripted(t, () => ({}));
  await client.launch({});
  const configuration = { connect: { host: '127.0.0.1', port: 1 } };
  await rejects(
    async () => sides[0]?.request('startDebugging', { request: 'attach', configuration }),
    /No debug adapter answers/,
  );
  const trouble = client.waitFor('trouble');
  sides[0]?.sendOtherEvent('debugpyAttach', { ...configuration, subProcessId: 9 });
  ok(isEddyError((await trouble).body.error, 'no-adapter'));
});

test('a terminal is given where there is one, and refused where there is none', async t => {
  const given = { cwd: '/', args: ['node', 'app.js'] };
  const bare = await scripted(t, () => ({}));
  await rejects(async () => bare.sides[0]?.request('runInTerminal', given), /No terminal is here.*internalConsole/);
  match(JSON.stringify(bare.asked[0]?.given), /"supportsRunInTerminalRequest":false/);
  const able = await scripted(t, () => ({}), { runInTerminal: async ({ args }) => ({ processId: args.length }) });
  deepEqual(await able.sides[0]?.request('runInTerminal', given), { processId: 2 });
});

test('flows are asked for by our own requests, page by page', async t => {
  const flow = { id: 'f1', name: 'GET /', kind: 'request', state: 'waiting', sessions: [], holds: [] } as const;
  const frames = [{ function: 'pay', file: '/shop.ts', line: 4, state: 'waiting' }] as const;
  const { client, asked } = await scripted(t, () => ({
    initialize: () => ({ eddy: { version: '1', requests: [] } }) as never,
    'eddy/flowStack': () => ({ flow, frames, totalFrames: 1 }),
    'eddy/activity': ({ start = 0 }) => ({ at: 0, totalFlows: 3, flows: [{ ...flow, id: `f${start}`, frames }] }),
    'eddy/setBreakpoint': ({ line }) => ({ id: 'p1', verified: true, kind: 'hold', mechanism: 'gate', line }),
    'eddy/removeBreakpoint': () => {},
  }));
  deepEqual((await client.getAsyncStackTrace('f1')).frames, frames);
  deepEqual(
    (await client.getCoroutineInfo()).map(one => one.id),
    ['f0', 'f1', 'f2'],
  );
  deepEqual(
    (await client.getCoroutineInfo('f2')).map(one => one.id),
    ['f2'],
  );
  const set = await client.setAsyncBreakpoint('/shop.ts', 4, { session: 'ann', condition: 'total > 3', hitCount: 2 });
  deepEqual([set.verified, set.boundLine], [true, 4]);
  deepEqual(asked.at(-1)?.given, { file: '/shop.ts', line: 4, session: 'ann', condition: 'total > 3', hitCount: 2 });
  await rejects(client.setAsyncBreakpoint('/shop.ts', 4, {}), error => isEddyError(error, 'bad-usage'));
  equal(await client.removeBreakpoint('/shop.ts', 4), true);
  deepEqual(asked.at(-1), { command: 'eddy/removeBreakpoint', given: { id: 'p1' } });
});

test('an adapter that knows no flows says so, and who does', async t => {
  const { client } = await scripted(t, () => ({}));
  await client.launch({});
  const refused = (error: unknown) =>
    isEddyError(error, 'refused') && /knows nothing of flows.*eddy dap/.test(error.message);
  await rejects(client.getAsyncStackTrace('f1'), refused);
  await rejects(client.getCoroutineInfo(), refused);
  await rejects(client.setAsyncBreakpoint('/a', 1, { flow: 'f1' }), /eddy dap/);
});

test('events are followed by name and session, until the end', async t => {
  const { client, sides } = await scripted(t, () => ({}));
  const seen: string[] = [];
  const following = (async () => {
    for await (const { number, event, body } of client.events({ events: ['output', 'exited'] }))
      seen.push(`${event} ${(body as { output?: string }).output ?? ''}${number > 0 ? '' : '!'}`);
  })();
  for (const output of ['a', 'b']) sides[0]?.sendEvent('output', { output });
  sides[0]?.sendEvent('exited', { exitCode: 3 });
  await client.waitFor('exited');
  equal(client.listSessions()[0]?.exitCode, 3);
  await client.disconnect();
  await following;
  deepEqual(seen, ['output a', 'output b', 'exited ']);
});

test('a line that is cut is made again by itself when that is asked for, and attaches again', async t => {
  const { client, sides, asked } = await scripted(t, () => ({}), { reconnect: { attempts: 3, delayMs: 1 } });
  await client.setBreakpoint('/app.py', 3);
  await client.attach({ port: 1 });
  const again = client.waitFor('sessionStarted');
  await sides[0]?.close();
  await again;
  while (asked.filter(one => one.command === 'configurationDone').length < 2) await new Promise(setImmediate);
  deepEqual(
    asked.filter(one => one.command === 'attach').map(one => one.given),
    [{ port: 1 }, { port: 1 }],
  );
  equal(asked.filter(one => one.command === 'setBreakpoints').length, 2);
  equal(client.getConnectionInfo().reconnects, 1);
});

test('a client for a function is disconnected on every way out', async t => {
  const { place } = await scripted(t, () => ({}));
  let inside: AsyncDebugClient | undefined;
  const failing = connectedClient(place, async client => {
    inside = client;
    ok(client.isConnected());
    throw new Error('mine');
  });
  await rejects(failing, /mine/);
  equal(inside?.isConnected(), false);
});

test('who disconnects while it is dialled, or dialled again, stays disconnected', async t => {
  const clock = new FakeClock();
  const { client, sides } = await scripted(t, () => ({}), { clock });
  await client.attach({});
  await sides[0]?.close();
  while (client.isConnected()) await new Promise(setImmediate);
  const again = rejects(client.reconnect(), error => isEddyError(error, 'cancelled'));
  await client.disconnect();
  await again;
  equal(client.isConnected(), false);
  const dialled = rejects(client.connect(), error => isEddyError(error, 'cancelled'));
  await client.disconnect();
  await dialled;
  await Promise.all([client.connect(), client.connect()]);
  equal(sides.filter(side => !side.closed).length, 1);
});
