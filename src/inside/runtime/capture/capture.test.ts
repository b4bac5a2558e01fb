import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { capture, captureFlow, captureLocals, captureStack } from './index.ts';

runtime().clock = new FakeClock();
/** As it arrives elsewhere. */
const json = (value: unknown) => JSON.parse(JSON.stringify(value));
const shown = (value: unknown, limits?: Parameters<typeof capture>[1]) => json(capture(value, limits));
const fields = (value: unknown) => (capture(value) as { v: Record<string, unknown> }).v;

test('what JSON has stands for itself, the rest is tagged', () => {
  for (const value of [null, true, false, 0, -1.5, 'text', '']) deepEqual(shown(value), value);
  const holed = [1, 0, 2];
  delete holed[1];
  const tagged: [unknown, unknown][] = [
    [undefined, { t: 'undefined' }],
    [Number.NaN, { t: 'number', v: 'NaN' }],
    [Number.POSITIVE_INFINITY, { t: 'number', v: 'Infinity' }],
    [-0, { t: 'number', v: '-0' }],
    [12n, { t: 'bigint', v: '12' }],
    [Symbol('s'), { t: 'symbol', v: 'Symbol(s)' }],
    [new Date(0), { t: 'date', v: '1970-01-01T00:00:00.000Z' }],
    [new Date(Number.NaN), { t: 'date', v: 'invalid' }],
    [/a/giu, { t: 'regexp', v: '/a/giu' }],
    [function named() {}, { t: 'function', class: 'Function', name: 'named' }],
    [class Shop {}, { t: 'function', class: 'class', name: 'Shop' }],
    [
      { t: 'ref', id: 1 },
      { t: 'object', class: 'Object', v: { t: 'ref', id: 1 } },
    ],
    [Object.create(null), { t: 'object', class: '', v: {} }],
    [holed, { t: 'array', class: 'Array', length: 3, v: [1, { t: 'hole' }, 2] }],
    [new Map([['a', 1]]), { t: 'map', class: 'Map', length: 1, v: [['a', 1]] }],
    [new Set([1]), { t: 'set', class: 'Set', length: 1, v: [1] }],
    [Buffer.from('secret'), { t: 'bytes', class: 'Buffer', length: 6 }],
    [new Float64Array(2), { t: 'bytes', class: 'Float64Array', length: 16 }],
    [new ArrayBuffer(3), { t: 'bytes', class: 'ArrayBuffer', length: 3 }],
    [new SharedArrayBuffer(3), { t: 'bytes', class: 'SharedArrayBuffer', length: 3 }],
    [new DataView(new ArrayBuffer(5)), { t: 'bytes', class: 'DataView', length: 5 }],
    [Object('x'), { t: 'boxed', class: 'String', v: 'x' }],
    [Object(1n), { t: 'boxed', class: 'BigInt', v: { t: 'bigint', v: '1' } }],
    [new Promise(() => {}), { t: 'promise', class: 'Promise', state: 'pending' }],
    [Promise.resolve(1), { t: 'promise', class: 'Promise', state: 'settled' }],
    [new WeakMap(), { t: 'object', class: 'WeakMap', v: {} }],
  ];
  for (const [value, expected] of tagged) deepEqual(shown(value), expected);
});

test('classes, accessors, cycles and shared objects', () => {
  class Cart {
    #hidden = 1;
    items: unknown[] = [];
    get total() {
      return this.#hidden;
    }
  }
  const cart = new Cart();
  cart.items.push(cart);
  Object.defineProperty(cart, 'price', { get: () => 1, enumerable: true });
  deepEqual(shown(cart), {
    t: 'object',
    class: 'Cart',
    id: 1,
    v: { items: { t: 'array', class: 'Array', length: 1, v: [{ t: 'ref', id: 1 }] }, price: { t: 'getter' } },
  });
  const shared = {};
  const both = fields([shared, shared]) as unknown as [{ id: number }, { t: string; id: number }];
  equal(both[1].t, 'ref');
  equal(both[0].id, both[1].id);
});

test('errors show message, stack, cause and fields', () => {
  const error = Object.assign(new TypeError('no', { cause: new Error('root') }), { code: 'E_NO' });
  const node = shown(error);
  deepEqual([node.t, node.class, node.v.message, node.v.code], ['error', 'TypeError', 'no', 'E_NO']);
  match(typeof node.v.stack === 'string' ? node.v.stack : node.v.stack.v, /^TypeError: no\n {4}at /);
  equal(node.v.cause.v.message, 'root');
  equal(shown(AbortSignal.abort().reason).v.message, 'This operation was aborted');
});

test('limits: depth, collections, fields, strings, nodes, and what is near comes first', () => {
  const deep = { a: { b: { c: { d: { e: 1 } } } } };
  equal(JSON.stringify(capture(deep)).includes('"cut":"depth"'), true);
  deepEqual(shown(deep, { depth: 1 }).v.a.cut, 'depth');
  const long = shown(Array.from({ length: 1_000 }, (_, at) => at));
  deepEqual([long.length, long.v.length, long.cut], [1_000, 100, 'size']);
  const wide = shown(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`k${at}`, at])));
  deepEqual([wide.length, Object.keys(wide.v).length, wide.cut], [60, 50, 'size']);
  deepEqual(shown('x'.repeat(1_000)), { t: 'string', v: 'x'.repeat(255), length: 1_000 });
  const many = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => ({ x: {} })));
  const locals = json(captureLocals(['many', 'late'], [many, { here: 1 }]));
  deepEqual(locals.late.v, { here: 1 });
  ok(JSON.stringify(locals).split('"t"').length < 100 * 100);
  equal(JSON.stringify(locals).includes('"cut":"budget"'), true);
});

test('the time limit cuts', () => {
  const slow = new FakeClock();
  slow.monotonic = () => slow.now() + ticks++;
  let ticks = 0;
  const before = runtime().clock;
  runtime().clock = slow;
  const node = shown([[[1]], [[2]], [[3]]], { timeMs: 2 });
  runtime().clock = before;
  equal(JSON.stringify(node).includes('"cut":"time"'), true);
});

test('stack and flow', () => {
  const inner = function inner() {
    return captureStack();
  };
  const frames = inner();
  equal(frames[0]?.function, 'inner');
  match(frames[0]?.file ?? '', /capture\.test\.ts$/);
  const seen = flow('parent', () => flow('GET /?token=abcdef123456', () => captureFlow()));
  deepEqual([seen.name, seen.kind, seen.state], ['GET /?token=[redacted: field]', 'flow', 'live']);
  deepEqual(
    seen.parents.map(one => one.name),
    ['parent', 'main program'],
  );
  match(seen.born?.file ?? '', /capture\.test\.ts$/);
});
