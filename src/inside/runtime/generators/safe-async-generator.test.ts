import { deepEqual, equal, rejects } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { isEddyError } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { SafeAsyncGenerator, safeGenerator } from './safe-async-generator.ts';

const rt = runtime();
let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
  rt.clock = clock;
  rt.findings.clear();
});

/** Counts what happens to it. */
class Source {
  closed = 0;
  closedIn: string[] = [];
  readonly failsToClose: unknown;

  constructor(failsToClose?: unknown) {
    this.failsToClose = failsToClose;
  }

  async *items(count: number): AsyncGenerator<number> {
    try {
      for (let item = 0; item < count; item++) yield item;
    } finally {
      this.closed++;
      this.closedIn.push(rt.flow().name);
      await (this.failsToClose === undefined ? null : Promise.reject(this.failsToClose));
    }
  }
}

const kinds = () => rt.findings.list().map(one => one.kind);
const turn = () => new Promise(resolve => setImmediate(resolve));

test('drained: every value, no second close', async () => {
  const source = new Source();
  const safe = safeGenerator(source.items(10_000));
  let sum = 0;
  for await (const item of safe) sum += item;
  await safe.close();
  await safe.return();
  deepEqual([sum, source.closed, safe.state], [49_995_000, 1, 'closed']);
});

test('break, and an error in the loop, close it once', async () => {
  const first = new Source();
  for await (const item of new SafeAsyncGenerator(first.items(5))) if (item === 2) break;
  equal(first.closed, 1);
  const second = new Source();
  await rejects(async () => {
    for await (const _ of safeGenerator(second.items(5))) throw new Error('mine');
  }, /mine/);
  equal(second.closed, 1);
});

test('an error of the inner generator comes out as it is, and it is over', async () => {
  const failure = new Error('inner');
  const safe = safeGenerator(
    (async function* () {
      yield 1;
      throw failure;
    })(),
  );
  await safe.next();
  await rejects(safe.next(), error => error === failure);
  deepEqual(await safe.next(), { done: true, value: undefined });
});

test('an iterator that is no generator is closed after its error, and the first error counts', async () => {
  let closed = 0;
  const late = new Error('late');
  const safe = safeGenerator<number>({
    next: () => Promise.reject(new Error('first')),
    return: () => {
      closed++;
      return Promise.reject(late);
    },
  });
  await rejects(safe.next(), /first/);
  deepEqual([closed, safe.ignored], [1, [late]]);
});

test('closing twice at once is one close', async () => {
  const source = new Source();
  const safe = safeGenerator(source.items(5));
  await safe.next();
  await Promise.all([safe.close(), safe.return(), safe[Symbol.asyncDispose](), safe.close()]);
  equal(source.closed, 1);
});

test('only the errors that it was told of are ignored', async () => {
  const coded = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
  for (const ignore of [['ECONNRESET'], [Error], [(error: unknown) => error === coded]]) {
    const safe = safeGenerator(new Source(coded).items(5), { ignore });
    await safe.next();
    await safe.close();
    deepEqual(safe.ignored, [coded]);
  }
  for (const ignore of [[], ['ABORT_ERR'], [TypeError], [() => false]]) {
    const safe = safeGenerator(new Source(coded).items(5), { ignore });
    await safe.next();
    await rejects(safe.close(), error => error === coded);
    await rejects(safe.close(), error => error === coded);
    deepEqual(safe.ignored, []);
  }
});

test('ignored errors are those of closing alone', async () => {
  const failure = new TypeError('of a step');
  const safe = safeGenerator(
    // biome-ignore lint/correctness/useYield: it fails first
    (async function* () {
      throw failure;
    })(),
    { ignore: [TypeError] },
  );
  await rejects(safe.next(), error => error === failure);
});

test('never started: the body does not run, what it owns is released, else found', async () => {
  const source = new Source();
  let released = 0;
  const healthy = safeGenerator(source.items(5), { owns: 'subscription', release: () => void released++ });
  await healthy.close();
  await healthy.close();
  deepEqual([source.closed, released, kinds()], [0, 1, []]);
  const started = safeGenerator(source.items(5), { owns: 'subscription' });
  await started.next();
  await started.return();
  deepEqual([released, kinds()], [1, []]);
  const broken = safeGenerator(source.items(5), { owns: 'subscription' });
  await broken.return();
  deepEqual(kinds(), ['generator-unstarted']);
  const { sites } = rt.findings.list()[0]!;
  equal(sites.returned!.line - sites.created!.line, 1);
});

test('closed in the flow that owns it, wherever close is called', async () => {
  const source = new Source();
  const safe = flow('owner', () => safeGenerator(source.items(5)));
  await flow('reader', () => safe.next());
  await flow('stranger', () => safe.close());
  const taken = flow('owner', () => safeGenerator(source.items(5)));
  await taken.next();
  flow('heir', () => taken.takeOver());
  await taken.close();
  deepEqual(source.closedIn, ['owner', 'heir']);
});

test('stuck behind a pending next(): an error at the deadline, a finding, and the late error kept', async () => {
  let fail: (error: Error) => void = () => {};
  const safe = safeGenerator(
    (async function* () {
      await new Promise((_, reject) => {
        fail = reject;
      });
    })(),
    { name: 'feed', closeDeadlineMs: 3_000 },
  );
  const step = safe.next();
  const closing = safe.close();
  closing.catch(() => {});
  await clock.advanceAsync(3_100);
  await rejects(
    closing,
    error => isEddyError(error, 'generator-stuck') && /a next\(\) is still pending/.test(String(error)),
  );
  deepEqual([safe.stuck, kinds()], [true, ['generator-return-stuck']]);
  fail(new Error('at last'));
  await rejects(step, /at last/);
});

test('stuck in its own finally, only reported', async () => {
  const safe = safeGenerator(
    (async function* () {
      try {
        yield 1;
      } finally {
        await new Promise(() => {});
      }
    })(),
    { closeDeadlineMs: 100, whenStuck: 'report' },
  );
  await safe.next();
  const closing = safe.close();
  await clock.advanceAsync(100);
  await closing;
  deepEqual([safe.stuck, clock.pending, kinds()], [true, 0, []]);
});

test('a yield while closing is an error', async () => {
  const safe = safeGenerator(
    (async function* () {
      try {
        yield 1;
      } finally {
        yield 2;
      }
    })(),
  );
  await safe.next();
  await rejects(safe.close(), error => isEddyError(error, 'generator-failed'));
});

test('cancelled by its signal: the pending step is told why once it is closed', async () => {
  const control = new AbortController();
  const source = new Source();
  const wait = async function* (signal: AbortSignal) {
    yield* source.items(1);
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('inner abort'))));
  };
  const safe = safeGenerator(wait(control.signal), { signal: control.signal });
  await safe.next();
  const step = safe.next();
  await turn();
  control.abort(new Error('enough'));
  await rejects(step, /enough/);
  deepEqual([safe.state, source.closed], ['closed', 1]);
  await rejects(safe.next(), /enough/);
  const late = safeGenerator(source.items(1), { signal: control.signal, owns: 'x', release() {} });
  await rejects(late.next(), /enough/);
});

test('concurrent next() keep their order', async () => {
  const safe = safeGenerator(new Source().items(3));
  const results = await Promise.all([safe.next(), safe.next(), safe.next(), safe.next(), safe.next()]);
  deepEqual(
    results.map(one => [one.value, one.done]),
    [
      [0, false],
      [1, false],
      [2, false],
      [undefined, true],
      [undefined, true],
    ],
  );
});

test('throw() goes into the body; before the first step and after the end it comes back', async () => {
  const caught: unknown[] = [];
  const safe = safeGenerator(
    (async function* () {
      try {
        yield 1;
      } catch (error) {
        caught.push(error);
        yield 2;
      }
    })(),
  );
  await safe.next();
  deepEqual(await safe.throw('in'), { done: false, value: 2 });
  await safe.close();
  await rejects(safe.throw(new Error('back')), /back/);
  deepEqual(caught, ['in']);
  await rejects(safeGenerator(new Source().items(1)).throw(new Error('early')), /early/);
});

test('Symbol.asyncDispose closes it', async () => {
  const source = new Source();
  const safe = safeGenerator(source.items(3));
  await safe.next();
  await safe[Symbol.asyncDispose]();
  equal(source.closed, 1);
});
