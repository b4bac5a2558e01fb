import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { type Held, runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import type { GeneratorRecord } from './generator-record.ts';
import { safeGenerator } from './safe-async-generator.ts';
import { takeOverGenerator } from './take-over.ts';
import { watchGenerators } from './watch-generators.ts';

const rt = runtime();
const prototype = Object.getPrototypeOf(async function* () {}.prototype);
const bare = { ...Object.getOwnPropertyDescriptors(prototype) };
let clock: FakeClock;
let unwatch: () => void;

beforeEach(() => {
  clock = new FakeClock();
  rt.clock = clock;
  rt.findings.clear();
  unwatch = watchGenerators(rt);
});
afterEach(() => unwatch());

const held: Held = { ownerEnded() {} };
const kinds = () => rt.findings.list().map(one => one.kind);
const turn = () => new Promise(resolve => setImmediate(resolve));

/** Holds something across its yields, as a tracker of locks would say. */
async function* holder(): AsyncGenerator<number> {
  (rt.context().generator as GeneratorRecord).hold(held);
  try {
    for (let step = 0; ; step++) yield step;
  } finally {
    (rt.context().generator as GeneratorRecord).letGo(held);
  }
}

test('the prototype looks as before and is put back', () => {
  for (const name of ['next', 'return', 'throw'] as const) {
    const now = Object.getOwnPropertyDescriptor(prototype, name);
    const was = bare[name] as PropertyDescriptor;
    equal(now?.value === was.value, false);
    deepEqual(
      [now?.enumerable, now?.writable, now?.configurable, now?.value.name, now?.value.length],
      [was.enumerable, was.writable, was.configurable, was.value.name, was.value.length],
    );
    equal('prototype' in now!.value, false);
  }
  unwatch();
  equal(Object.getOwnPropertyDescriptor(prototype, 'next')?.value, bare.next?.value);
});

test('what is no generator is refused with the original error', async () => {
  for (const odd of [{}, undefined, 1, (function* () {})()]) {
    const refusal = await prototype.next.call(odd).catch((error: unknown) => error);
    const expected = await bare.next!.value.call(odd).catch((error: unknown) => error);
    ok(refusal instanceof TypeError);
    equal(refusal.message, expected.message);
  }
});

test('for await and yield* are seen, results and order are as bare', async () => {
  const seen: unknown[] = [];
  async function* inner() {
    seen.push(rt.context().generator);
    yield 1;
    await null;
    seen.push(rt.context().generator);
    return 'sum';
  }
  async function* outer(): AsyncGenerator<unknown> {
    seen.push(rt.context().generator);
    const sum = yield* inner();
    yield sum;
  }
  const got: unknown[] = [];
  for await (const one of outer()) got.push(one);
  deepEqual(got, [1, 'sum']);
  const [first, second, third] = seen as GeneratorRecord[];
  equal(first?.serial === second?.serial, false);
  equal(second, third);
  equal(rt.context().generator, undefined);
});

test('a sealed generator is followed like any other, and nothing is to be seen on it', async () => {
  async function* one() {
    yield (rt.context().generator as GeneratorRecord).serial;
    yield (rt.context().generator as GeneratorRecord).serial;
  }
  for (const generator of [Object.freeze(one()), one()]) {
    const first = await generator.next();
    deepEqual(await generator.next(), first);
    deepEqual(Reflect.ownKeys(generator), []);
    await generator.return();
  }
  equal(rt.notes.size, 0);
});

test('another AsyncLocalStorage is left as the body leaves it', async () => {
  const als = new AsyncLocalStorage<string>();
  await als.run('outside', async () => {
    async function* body() {
      als.enterWith('from the body');
      yield 1;
    }
    const step = body().next();
    equal(als.getStore(), 'from the body');
    await step;
  });
});

test('states are counted; ended ones leave nothing', async () => {
  const before = rt.state().sections.generators;
  async function* two() {
    yield 1;
    yield 2;
  }
  for await (const _ of two());
  for await (const _ of two()) break;
  const resting = two();
  await resting.next();
  const pending = (async function* () {
    await new Promise(() => {});
    yield 1;
  })();
  void pending.next();
  const after = rt.state().sections.generators;
  equal((after?.total ?? 0) - (before?.total ?? 0), 4);
  deepEqual(
    [after?.summary?.ended, after?.summary?.resting, after?.summary?.running],
    [(before?.summary?.ended ?? 0) + 2, 1, 1],
  );
  await resting.return(undefined);
});

test('return() behind a pending next() is found with both sites, not before the limit', async () => {
  let release = () => {};
  async function* messages() {
    await new Promise<void>(resolve => {
      release = resolve;
    });
    yield 1;
  }
  const stream = messages();
  const step = stream.next();
  const closing = stream.return(undefined);
  clock.advance(1_900);
  deepEqual(kinds(), []);
  clock.advance(200);
  deepEqual(kinds(), ['generator-return-stuck']);
  const { sites } = rt.findings.list()[0]!;
  equal(sites.returned!.line - sites.stepped!.line, 1);
  release();
  await step;
  await closing;
});

test('a return() that its next() lets through in time is fine, and so is a plain break', async () => {
  const control = new AbortController();
  async function* messages() {
    await new Promise<void>(resolve => control.signal.addEventListener('abort', () => resolve()));
    yield 1;
  }
  const stream = messages();
  const step = stream.next();
  const closing = stream.return(undefined);
  control.abort();
  await step;
  await closing;
  for await (const _ of holder()) break;
  clock.advance(10_000);
  deepEqual(kinds(), []);
});

test('behind SafeAsyncGenerator the same is found once', async () => {
  let release = () => {};
  const safe = safeGenerator(
    (async function* () {
      await new Promise<void>(resolve => {
        release = resolve;
      });
      yield 1;
    })(),
    { closeDeadlineMs: 10_000 },
  );
  const step = safe.next();
  const closing = safe.close();
  clock.advance(5_000);
  deepEqual(
    rt.findings.list().map(one => [one.kind, one.count, one.sites.returned!.line - one.sites.stepped!.line]),
    [['generator-return-stuck', 1, 1]],
  );
  match(rt.findings.list()[0]!.sites.returned!.file, /watch-generators\.test\.ts$/);
  release();
  await step;
  await closing;
});

test('a stranger that steps or closes a generator that holds something is found', async () => {
  const stream = holder();
  await flow('reader', async () => void (await stream.next()));
  await flow('closer', async () => void (await stream.return(undefined)));
  deepEqual(kinds(), ['generator-crossed']);
  const finding = rt.findings.list()[0]!;
  deepEqual(
    finding.flows.map(one => one.name),
    ['reader', 'closer'],
  );
  equal(finding.sites.called!.line - finding.sites.stepped!.line, 1);
});

test('kin, a take-over, and a stranger while nothing is held are fine', async () => {
  const byKin = holder();
  await flow('parent', async () => {
    await byKin.next();
    await flow('child', () => byKin.return(undefined));
  });
  const taken = holder();
  await flow('first', () => taken.next());
  await flow('second', async () => {
    takeOverGenerator(taken);
    await taken.return(undefined);
  });
  async function* plain() {
    yield 1;
    yield 2;
  }
  const shared = plain();
  await flow('one', () => shared.next());
  await flow('two', () => shared.next());
  deepEqual(kinds(), []);
});

test('at rest long after its only flow ended is potential; a shared one and one in use are not', async () => {
  const dropped = holder();
  const used = holder();
  async function* plain() {
    while (true) yield 1;
  }
  const shared = plain();
  await flow('user', async () => {
    await dropped.next();
    await shared.next();
    await used.next();
  });
  await flow('other', () => shared.next());
  await used.next();
  clock.advance(2_000);
  for (let round = 0; round < 4; round++) {
    clock.advance(30_000);
    await used.next();
  }
  const found = rt.findings.list().filter(one => one.kind === 'generator-abandoned');
  deepEqual(
    found.map(one => [one.severity, one.count, one.flows.map(flow => flow.name)]),
    [['potential', 1, ['user']]],
  );
  await Promise.all([dropped, shared, used].map(one => one.return(0 as never)));
});

test('collected without return() is abandoned; drained and pending ones are not', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  async function* numbers() {
    yield 1;
    yield 2;
  }
  // The frame of the first step holds the reader, and that the generator: an unread trace would keep it.
  class Reader {
    readonly all = numbers();
    async first() {
      return (await this.all.next()).value;
    }
  }
  async function dropAll() {
    await new Reader().first();
    for await (const _ of numbers());
    void (async function* () {
      await new Promise(() => {});
      yield 1;
    })().next();
  }
  await dropAll();
  clock.advance(1_000);
  const deadline = Date.now() + 5_000;
  while (kinds().length === 0 && Date.now() < deadline) {
    await turn();
    gc();
  }
  deepEqual(kinds(), ['generator-abandoned']);
  equal(rt.findings.list()[0]?.count, 1);
  equal(rt.findings.list()[0]?.sites.stepped?.function, 'Reader.first');
});
