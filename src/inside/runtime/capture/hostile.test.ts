import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { capture, captureLocals } from './index.ts';

let ran = 0;
const trip = (): never => {
  ran++;
  throw new Error('code of the program ran');
};
const traps = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map(name => [name, trip]));

/** Everything that would give itself away when somebody looks carelessly. */
function hostile(): unknown[] {
  const armed = (target: object): object => {
    for (const key of [
      'toJSON',
      'toString',
      'valueOf',
      'constructor',
      'then',
      'length',
      'size',
      'message',
      'stack',
      'source',
      'flags',
      'name',
      'byteLength',
    ]) {
      const own = Object.getOwnPropertyDescriptor(target, key);
      if (own === undefined || own.configurable === true)
        Object.defineProperty(target, key, { get: trip, enumerable: true, configurable: true });
    }
    for (const key of [
      Symbol.toStringTag,
      Symbol.iterator,
      Symbol.toPrimitive,
      Symbol.for('nodejs.util.inspect.custom'),
    ])
      Object.defineProperty(target, key, { get: trip, configurable: true });
    return target;
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  class Private {
    #x = trip;
    get x() {
      return this.#x();
    }
    static get name(): string {
      return trip();
    }
  }
  class Base {}
  class OddMap extends Map {
    override [Symbol.iterator](): never {
      return trip();
    }
    override entries = trip;
    override get size() {
      return trip();
    }
  }
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  let deep: object = {};
  for (let level = 0; level < 100_000; level++) deep = { deep };
  const rejected = Promise.reject(armed(new Error('r')));
  rejected.catch(() => {});
  const resolved = Promise.resolve({});
  return [
    new Proxy({}, traps),
    new Proxy([], traps),
    new Proxy(() => {}, traps),
    new Proxy(new Map(), traps),
    new Proxy(new Error('p'), traps),
    revoked,
    Object.create(new Proxy({}, traps)),
    Object.setPrototypeOf([1], new Proxy([], traps)),
    Object.setPrototypeOf(() => {}, new Proxy(() => {}, traps)),
    armed({}),
    armed([1, 2]),
    armed(new Map([[armed({}), armed({})]])),
    armed(new Set([armed({})])),
    armed(new Date()),
    armed(/x/g),
    armed(new Error('e')),
    armed(Buffer.alloc(3)),
    armed(new ArrayBuffer(1)),
    armed(new DataView(new ArrayBuffer(1))),
    armed(Object(1)),
    armed(Object('s')),
    armed(Object(Symbol('s'))),
    armed(resolved),
    rejected,
    armed(function* () {}),
    armed((async function* () {})()),
    armed(class {}),
    new Private(),
    Private,
    new OddMap(),
    Object.assign(new Base(), { constructor: new Proxy(Base, traps) }),
    Object.create({ constructor: new Proxy(Base, traps) }),
    Object.create(null),
    cyclic,
    deep,
    new Array(2 ** 32 - 1),
    Object.assign([], { 5000000: 1 }),
    'x'.repeat(2 ** 24),
    2n ** 200_000n,
    (function (this: unknown) {
      // biome-ignore lint/complexity/noArguments: the object itself is wanted
      return arguments;
    })(),
    new WeakRef({}),
    new FinalizationRegistry(() => {}),
    globalThis,
    process.env,
    Symbol.prototype,
    Map.prototype,
    Promise.prototype,
    Date.prototype,
    RegExp.prototype,
    Uint8Array.prototype,
    Error.prototype,
    Object(2n),
    new (class extends Array {})(),
    structuredClone(new Map()),
    JSON.parse('{"__proto__": {"x": 1}, "constructor": 1}'),
  ];
}

test('nothing of a hostile value runs, and the result is JSON', () => {
  for (const [at, value] of hostile().entries()) {
    const before = ran;
    const captured = capture(value);
    equal(ran, before, `value ${at} had code run`);
    const text = JSON.stringify(captured);
    ok(text.length < 200_000, `value ${at} came out with ${text.length} characters`);
  }
  const all = hostile();
  const before = ran;
  captureLocals(
    all.map((_, at) => `v${at}`),
    all,
  );
  equal(ran, before);
});

test('nothing that the program put on prototypes runs', () => {
  const value = [new Map([[1, { date: new Date(), re: /x/ }]]), new Set(['password=hunter2']), Symbol('s'), Object(1)];
  const places: [object, PropertyKey][] = [
    [RegExp.prototype, 'exec'],
    [RegExp.prototype, Symbol.replace],
    [Map.prototype, Symbol.iterator],
    [Map.prototype, 'entries'],
    [Set.prototype, 'values'],
    [Object.getPrototypeOf(new Map().entries()), 'next'],
    [Object.getPrototypeOf([].values()), 'next'],
    [Date.prototype, 'toISOString'],
    [Date.prototype, 'getTime'],
    [Symbol.prototype, 'toString'],
    [Number.prototype, 'valueOf'],
    [Array.prototype, Symbol.iterator],
  ];
  const theirs = places.map(([target, key]) => Object.getOwnPropertyDescriptor(target, key) as PropertyDescriptor);
  const before = ran;
  let captured: unknown;
  let failure: unknown;
  // By index: what iterates is spoiled.
  for (let at = 0; at < places.length; at++)
    Object.defineProperty(places[at]![0], places[at]![1], { configurable: true, writable: true, value: trip });
  try {
    captured = capture(value);
  } catch (error) {
    failure = error;
  }
  for (let at = 0; at < places.length; at++) Object.defineProperty(places[at]![0], places[at]![1], theirs[at]!);
  equal(failure, undefined);
  equal(ran, before);
  equal(JSON.stringify(captured).includes('hunter2'), false);
});

test("the program's prepareStackTrace is not asked", () => {
  const ranBefore = ran;
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = trip;
  try {
    capture(new Error('fresh'));
  } finally {
    if (before === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    else Error.prepareStackTrace = before;
  }
  equal(ran, ranBefore);
});

test('random object graphs', () => {
  const ranBefore = ran;
  const seed = Date.now() % 1_000_000;
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
  for (let round = 0; round < 200; round++) {
    const pool: object[] = [{}];
    const leaves = [
      1,
      'text',
      undefined,
      null,
      5n,
      Symbol('x'),
      new Date(),
      /r/,
      () => {},
      Number.NaN,
      new Proxy({}, traps),
    ];
    for (let step = 0; step < 60; step++) {
      const made = [{}, [], new Map(), new Set(), new Error('e'), Object.create(null)][random(6)] as object;
      for (let edge = random(5); edge >= 0; edge--) {
        const item = random(3) === 0 ? pool[random(pool.length)] : leaves[random(leaves.length)];
        if (made instanceof Map) made.set(item, pool[random(pool.length)]);
        else if (made instanceof Set) made.add(item);
        else (made as Record<string, unknown>)[`${['k', 'token', '0', '__proto__x'][random(4)]}${random(9)}`] = item;
      }
      pool.push(made);
    }
    const text = JSON.stringify(capture(pool));
    ok(text.length < 500_000, `seed ${seed}, round ${round}`);
    equal(ran, ranBefore, `seed ${seed}, round ${round}`);
  }
});
