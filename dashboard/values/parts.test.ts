import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { expressionsOf } from './expressions.ts';
import { closedTree, forgetRead, joined, mustBeRead, nextPage, type Part, type TreeState, treeRows } from './parts.ts';

const js = expressionsOf(undefined);
const object = (v: object, more: object = {}) => ({ t: 'object', class: 'Object', v, ...more });
const numbers = (count: number, length = count, more: object = {}) => ({
  ...{ t: 'array', class: 'Array', length },
  ...{ v: Array.from({ length: count }, (_, at) => at) },
  ...more,
});
const opened = (...ids: string[]): TreeState => ({ ...closedTree, open: new Set(ids) });
const lines = (parts: Part[], state: TreeState) =>
  treeRows(parts, state, js).map(({ depth, name, text, expression }) => [depth, name, text, expression]);

test('what is open is seen, and each part knows its way', () => {
  const cart = object({ user: 'ann', 'the items': numbers(2) });
  const parts = [{ name: 'cart', value: cart, expression: 'cart' }];
  deepEqual(lines(parts, closedTree), [[0, 'cart', '{user: "ann", the items: (2) [0, 1]}', 'cart']]);
  deepEqual(lines(parts, opened('cart', 'cart\nthe items')), [
    [0, 'cart', '{user: "ann", the items: (2) [0, 1]}', 'cart'],
    [1, 'user', '"ann"', 'cart.user'],
    [1, 'the items', '(2) [0, 1]', 'cart["the items"]'],
    [2, '0', '0', 'cart["the items"][0]'],
    [2, '1', '1', 'cart["the items"][1]'],
  ]);
});

test('a long list comes page by page; what was not captured is read, or said', () => {
  const value = numbers(100, 250, { cut: 'size' });
  const rows = (state: Partial<TreeState>, expression?: string) => {
    const part = { name: 'list', value, ...(expression === undefined ? {} : { expression }) };
    return treeRows([part], { ...opened('list'), ...state }, js);
  };
  equal(rows({}).length, 52);
  deepEqual([rows({}).at(-1)?.kind, rows({}).at(-1)?.text], ['more', '50 of 100 shown. Show 50 more']);
  const all = { shown: new Map([['list', 100]]) };
  deepEqual([rows(all).at(-1)?.kind, rows(all).at(-1)?.text], ['note', 'cut: 100 of 250']);
  deepEqual([rows(all, 'list').at(-1)?.kind, rows(all, 'list').at(-1)?.text], ['more', 'cut: 100 of 250. Read more']);
  deepEqual(nextPage(value, undefined), { shown: 100 });
  deepEqual(nextPage(value, 100), { shown: 150, readFrom: 100 });
  const longer = joined(value, numbers(100, 100)) as ReturnType<typeof numbers> & { cut?: string };
  deepEqual([longer.v.length, longer.cut], [200, 'size']);
  const whole = joined(longer, numbers(50, 50)) as typeof longer;
  deepEqual([whole.v.length, whole.cut], [250, undefined]);
});

test('what is too deep is read when it is opened, and stays where it was', () => {
  const deep = { t: 'object', class: 'Object', cut: 'depth' };
  equal(mustBeRead(deep), true);
  equal(treeRows([{ name: 'deep', value: deep, expression: 'deep' }], closedTree, js)[0]!.isOpen, false);
  const state = { ...opened('deep'), read: new Map([['deep', object({ x: 1 })]]) };
  deepEqual(lines([{ name: 'deep', value: deep, expression: 'deep' }], state), [
    [0, 'deep', '{x: 1}', 'deep'],
    [1, 'x', '1', 'deep.x'],
  ]);
  const later = forgetRead({ ...state, open: new Set(['deep', 'other']) });
  deepEqual([[...later.open], later.read.size], [['other'], 0]);
  // Nobody can be asked: opening says why there is nothing.
  deepEqual(lines([{ name: 'deep', value: deep }], opened('deep')).at(-1), [
    1,
    '',
    'not captured: too deep inside',
    undefined,
  ]);
});

test('entries of maps and fields of Python objects are named in their own words', () => {
  const map = { t: 'map', class: 'Map', length: 1, v: [['a', 1]] };
  deepEqual(lines([{ name: 'm', value: map, expression: 'm' }], opened('m')).at(-1), [1, '"a" →', '1', '[...m][0][1]']);
  const python = expressionsOf({ python: '3.11' } as never);
  deepEqual(
    [python.member('self', 'total', 'Cart'), python.member('d', 'total', 'dict'), python.slice('l', 'array', 100, 200)],
    ['self.total', 'd["total"]', 'l[100:200]'],
  );
});

test('a key that is no name is a text in an expression, and never code', () => {
  const languages = [expressionsOf({ python: '3.11' } as never), expressionsOf(undefined)];
  const keys = ['keys and print(1)', 'a]', '"] or print(1)', "' or print(1)", '\\', 'a\nprint(1)', 'a.b', 'a;b', ''];
  for (const language of languages)
    for (const key of keys) equal(language.member('x', key, 'Counter'), `x[${JSON.stringify(key)}]`, key);
});
