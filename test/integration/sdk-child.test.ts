// An SDK whose stream is a child process: three lifetimes that end separately.
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { after, afterEach, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { runtime } from '../../src/inside/runtime/core/index.ts';
import { SafeSdk, type SafeSdkOptions, SdkSessionManager, sdkProtocols } from '../../src/inside/runtime/index.ts';
// @ts-expect-error a plain program, without types
import { query } from '../targets/sdk/agent-sdk.mjs';

interface Message {
  readonly type: string;
  readonly subtype?: string;
  readonly pid?: number;
}

const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => {
  unhandled.push(error);
};
process.on('unhandledRejection', onUnhandled);
const children: ChildProcess[] = [];
const pipesAndChildren = (): string[] => process.getActiveResourcesInfo().filter(name => /Pipe|Process/.test(name));
// The runner's own, once both are open.
process.stdout.write('');
process.stderr.write('');
const own = pipesAndChildren();

const kinds = (): string[] =>
  runtime()
    .findings.list()
    .map(finding => finding.kind);

afterEach(() => {
  deepEqual(unhandled, []);
  const left = children.filter(child => child.pid !== undefined && lives(child.pid));
  for (const child of left) child.kill('SIGKILL');
  children.length = 0;
  runtime().findings.clear();
  deepEqual(
    left.map(child => child.spawnargs),
    [],
  );
});

after(async () => {
  process.off('unhandledRejection', onUnhandled);
  const left = (): string[] => pipesAndChildren().slice(own.length);
  for (const until = Date.now() + 20_000; left().length > 0 && Date.now() < until; ) await setImmediate();
  deepEqual(left(), []);
});

// Short only where it is to pass: a machine under load is no silent agent, and no child that stays.
const patient = { firstMessageMs: 20_000, idleMs: 20_000, interruptMs: 20_000, closeMs: 20_000 };

interface Way {
  readonly how?: readonly string[];
  readonly ignoreSignal?: boolean;
  readonly leaveChild?: boolean;
}

function agent(way: Way, more: Partial<SafeSdkOptions<Message>> = {}, given = true): SafeSdk<Message> {
  let child: ChildProcess | undefined;
  return new SafeSdk<Message>({
    name: `agent ${(way.how ?? []).join(' ')}`,
    ...sdkProtocols.agentQuery,
    ...patient,
    open: signal => {
      const stream = query({
        ...way,
        signal,
        onChild: (one: ChildProcess) => {
          child = one;
          children.push(one);
        },
      });
      return given ? { stream, interrupt: () => stream.interrupt(), child: () => child } : stream;
    },
    ...more,
  });
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a whole turn finishes and its child is gone', async () => {
  const result = await agent({}).execute();
  deepEqual([result.state, result.messages, result.childrenLeft], ['finished', 3, []]);
  equal(lives(children[0]?.pid ?? 0), false);
  deepEqual(kinds(), []);
});

test('limits stand still while a tool runs', async () => {
  const result = await agent({ how: ['tool'] }, { idleMs: 150 }).execute();
  deepEqual([result.state, result.messages], ['finished', 5]);
  deepEqual(kinds(), []);
});

test('the same silence without the tool messages passes the idle limit', async () => {
  const none = { isToolStart: () => 0, isToolEnd: () => 0 };
  const result = await agent({ how: ['tool'] }, { idleMs: 150, ...none }).execute();
  deepEqual([result.state, result.which], ['timed-out', 'idle']);
  deepEqual(kinds(), ['sdk-idle']);
});

test('stop() interrupts, and the last messages still come', async () => {
  const sdk = agent({ how: ['hang'] });
  const seen: string[] = [];
  for await (const message of sdk.messages()) {
    seen.push(`${message.type} ${message.subtype}`);
    // The reader itself waits for the stop: the rest is kept for it.
    if (seen.length === 1) equal((await sdk.stop('enough')).state, 'interrupted');
  }
  deepEqual(seen, ['system init', 'result interrupted']);
  equal((await sdk.result).reason, 'enough');
  deepEqual(kinds(), []);
});

test('the same through the generator itself, which carries its interrupt()', async () => {
  const sdk = agent({ how: ['hang'] }, {}, false);
  const result = await sdk.execute(() => void sdk.stop('enough'));
  deepEqual([result.state, result.childrenLeft], ['interrupted', []]);
});

test('a callback may wait for the stop that it asks for', async () => {
  const sdk = agent({ how: ['hang'] });
  const result = await sdk.execute(async () => {
    await sdk.stop('enough');
  });
  equal(result.state, 'interrupted');
});

test('an interrupt that never settles is forced, and named', async () => {
  const sdk = agent({ how: ['hang', 'deaf'] }, { interruptMs: 1_000 });
  const result = await sdk.execute(message => message.type === 'system' && void sdk.stop('enough'));
  deepEqual([result.state, result.streamClosed, result.childrenLeft], ['aborted', true, []]);
  deepEqual(kinds(), ['sdk-interrupt-stuck']);
});

test('a child that ignores SIGTERM, behind an SDK that ignores its signal, is killed by its pid', async () => {
  const way = { how: ['hang', 'deaf', 'ignore-sigterm'], ignoreSignal: true, leaveChild: true };
  const sdk = agent(way, { interruptMs: 300, closeMs: 1_000 });
  const result = await sdk.execute(message => message.type === 'system' && void sdk.stop('enough'));
  deepEqual([result.state, result.childrenLeft], ['aborted', []]);
  equal(children[0]?.signalCode, 'SIGKILL');
  deepEqual(kinds(), ['sdk-interrupt-stuck']);
});

test('a child that cannot say anything is a first message that did not come', async () => {
  const result = await agent({ how: ['mute'] }, { firstMessageMs: 300 }).execute();
  deepEqual([result.state, result.which, result.childrenLeft], ['timed-out', 'first-message', []]);
  deepEqual(kinds(), ['sdk-no-first-message']);
});

test('a child that dies mid-turn leaves a stream without its end', async () => {
  const result = await agent({ how: ['crash'] }).execute();
  equal(result.state, 'failed');
  deepEqual(kinds(), ['sdk-no-end']);
});

test('a child that stays when its stream has ended is named, and ended', async () => {
  const result = await agent({ how: ['stay'], leaveChild: true }, { closeMs: 1_000 }).execute();
  deepEqual([result.state, result.childrenLeft], ['finished', []]);
  deepEqual(kinds(), ['sdk-child-left']);
});

test('a child that nobody handed over is seen being spawned, named, and left alone', async () => {
  const result = await agent({ how: ['stay'], leaveChild: true }, { closeMs: 300 }, false).execute();
  deepEqual([result.state, result.childrenLeft], ['finished', [children[0]?.pid]]);
  deepEqual(kinds(), ['sdk-child-left']);
  const exit = new Promise(resolve => children[0]?.once('exit', resolve));
  children[0]?.kill('SIGKILL');
  await exit;
});

test('unless the run was told to end its children', async () => {
  const result = await agent(
    { how: ['stay'], leaveChild: true },
    { endsChildren: true, closeMs: 1_000 },
    false,
  ).execute();
  deepEqual([result.state, result.childrenLeft], ['finished', []]);
});

test('open() that never settles, and one that opens late', async () => {
  const never = await new SafeSdk({
    name: 'never',
    firstMessageMs: 50,
    interruptMs: 50,
    open: () => new Promise<never>(() => {}),
  }).execute();
  deepEqual([never.state, never.which, never.streamClosed], ['timed-out', 'first-message', false]);
  let open: ((stream: AsyncIterable<Message>) => void) | undefined;
  const late = new SafeSdk<Message>({
    name: 'late',
    firstMessageMs: 50,
    interruptMs: 50,
    open: () =>
      new Promise(resolve => {
        open = resolve;
      }),
  });
  equal((await late.execute()).state, 'timed-out');
  let child: ChildProcess | undefined;
  const stream = query({
    how: ['hang'],
    onChild: (one: ChildProcess) => {
      child = one;
      children.push(one);
    },
  });
  const exit = new Promise(resolve => child?.once('exit', resolve));
  // An unstarted generator runs no clean-up of its own: the handle's close does it.
  open?.({ stream, child: () => child, close: () => child?.kill() } as unknown as AsyncIterable<Message>);
  await exit;
});

test('a manager cancels what runs and what waits, and every end is verified', async () => {
  const manager = new SdkSessionManager({ maxConcurrent: 2 });
  const started = Promise.withResolvers<void>();
  let running = 0;
  const ends = Array.from({ length: 5 }, (_, at) =>
    manager
      .createSession<Message>({
        name: `agent ${at}`,
        ...patient,
        open: signal => {
          if (++running === 2) started.resolve();
          return query({ how: ['hang'], signal, onChild: (one: ChildProcess) => children.push(one) });
        },
      })
      .execute(),
  );
  await started.promise;
  equal(manager.statistics().queued, 3);
  const cancelled = await manager.cancelAllSessions('closing');
  equal(cancelled.length, 5);
  deepEqual(new Set((await Promise.all(ends)).map(end => end.reason)), new Set(['closing']));
  equal(children.length, 2);
  ok(children.every(child => child.pid !== undefined && !lives(child.pid)));
  deepEqual([manager.active.length, manager.finished.length, manager.statistics().queued], [0, 5, 0]);
});
