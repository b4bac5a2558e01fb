import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { diffLocals } from './diff.ts';

const object = (v: object, more: object = {}) => ({ t: 'object', class: 'Object', v, ...more });
const array = (v: unknown[], more: object = {}) => ({ t: 'array', class: 'Array', length: v.length, v, ...more });
const found = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  diffLocals(before, after).differences.map(({ path, change, before, after, why }) => [
    path,
    change,
    before ?? after,
    why,
  ]);

test('names and leaves that came, went and changed', () => {
  const before = { total: 1, gone: 'x', cart: object({ items: array(['tea']), 'the user': 'ann' }) };
  const after = { total: 2, fresh: null, cart: object({ items: array(['tea', 'milk']), 'the user': 'bob' }) };
  const { differences, same } = diffLocals(before, after);
  deepEqual(
    differences.map(({ path, change, before, after }) => [change, path, before, after]),
    [
      ['changed', 'total', 1, 2],
      ['removed', 'gone', 'x', undefined],
      ['changed', 'cart.items.length', 1, 2],
      ['added', 'cart.items[1]', undefined, 'milk'],
      ['changed', 'cart["the user"]', 'ann', 'bob'],
      ['added', 'fresh', undefined, null],
    ],
  );
  equal(same, 1);
});

test('maps by key, sets by element: their order does not count', () => {
  const map = (v: unknown[]) => ({ t: 'map', class: 'Map', length: v.length, v });
  const set = (v: unknown[]) => ({ t: 'set', class: 'Set', length: v.length, v });
  const before = {
    m: map([
      ['a', 1],
      ['b', 2],
    ]),
    s: set([1, 2]),
  };
  deepEqual(
    found(before, {
      m: map([
        ['b', 2],
        ['a', 1],
      ]),
      s: set([2, 1]),
    }),
    [],
  );
  deepEqual(
    found(before, {
      m: map([
        ['b', 3],
        ['a', 1],
      ]),
      s: set([2, 5]),
    }),
    [
      ['m["b"]', 'changed', 2, undefined],
      ['s[1]', 'removed', 1, undefined],
      ['s[5]', 'added', 5, undefined],
    ],
  );
});

test('another kind of value is one change, whatever is in it', () => {
  deepEqual(
    found({ a: object({ x: 1 }) }, { a: array([1]) }).map(([path, change]) => [path, change]),
    [['a', 'changed']],
  );
  deepEqual(found({ a: 1 }, { a: '1' }).length, 1);
  deepEqual(found({ a: { t: 'number', v: 'NaN' } }, { a: { t: 'number', v: 'NaN' } }), []);
});

test('what was cut or hidden cannot be told, and is not said to be the same', () => {
  const hidden = { t: 'redacted', why: 'key' };
  const text = (length: number) => ({ t: 'string', v: 'aaa', length });
  const told = diffLocals(
    { h: hidden, s: text(9), d: object({}, { v: undefined, cut: 'depth' }) },
    {
      h: hidden,
      s: text(9),
      d: object({}, { v: undefined, cut: 'depth' }),
    },
  );
  deepEqual([told.differences.map(({ change }) => change), told.same], [['unknown', 'unknown', 'unknown'], 0]);
  deepEqual(
    found({ s: text(9) }, { s: text(10) }).map(([, change]) => change),
    ['changed'],
  );
  const long = array([1, 2], { length: 9, cut: 'size' });
  deepEqual(
    found({ l: array([1, 2, 3]) }, { l: long }).map(([path, change]) => [path, change]),
    [
      ['l.length', 'changed'],
      ['l[2]', 'unknown'],
      ['l', 'unknown'],
    ],
  );
});

test('values that are in themselves', () => {
  const ring = (name: string) => object({ name, self: { t: 'ref', id: 1 } }, { id: 1 });
  deepEqual(found({ ring: ring('a') }, { ring: ring('a') }), []);
  deepEqual(
    found({ ring: ring('a') }, { ring: ring('b') }).map(([path]) => path),
    ['ring.name'],
  );
  // The same object, seen first in another place.
  const shared = object({ x: 1 }, { id: 2 });
  deepEqual(found({ a: shared, b: { t: 'ref', id: 2 } }, { a: object({ x: 1 }), b: object({ x: 1 }) }), []);
});

test('a list of differences ends somewhere', () => {
  const many = (by: number) => Object.fromEntries(Array.from({ length: 1_500 }, (_, at) => [`n${at}`, at + by]));
  const { differences, cut } = diffLocals(many(0), many(1));
  deepEqual([differences.length, cut], [1_000, true]);
});
