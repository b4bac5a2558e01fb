import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { capturedText } from './captured-text.ts';

const object = (v: Record<string, unknown>, more = {}) => ({ t: 'object', class: 'Object', v, ...more });

const cases: [string, unknown, string][] = [
  ['plain values', null, 'null'],
  ['a string', 'a "b"\n', '"a \\"b\\"\\n"'],
  ['a string that was cut', { t: 'string', v: 'abc', length: 9000 }, '"abc"… (9000 characters)'],
  ['odd numbers', { t: 'number', v: '-0' }, '-0'],
  ['a bigint', { t: 'bigint', v: '12' }, '12n'],
  ['nothing', { t: 'undefined' }, 'undefined'],
  ['an object', object({ a: 1, b: object({ c: 'x' }) }), '{a: 1, b: {c: "x"}}'],
  ['of a class', { t: 'object', class: 'Cart', v: { n: 1 } }, 'Cart {n: 1}'],
  ['an array that was cut', { t: 'array', class: 'Array', length: 9, v: [1, 2], cut: 'size' }, '[1, 2, …]'],
  ['what was too deep', { t: 'object', class: 'Cart', cut: 'depth' }, 'Cart {…}'],
  ['a map', { t: 'map', class: 'Map', length: 1, v: [['k', object({ a: 1 })]] }, 'Map (1) {"k" => {a: 1}}'],
  ['a set', { t: 'set', class: 'Set', length: 2, v: [1, 2] }, 'Set (2) {1, 2}'],
  ['bytes', { t: 'bytes', class: 'Buffer', length: 3 }, 'Buffer(3 bytes)'],
  ['a function', { t: 'function', class: 'Function', name: 'buy' }, '[function buy]'],
  ['a promise', { t: 'promise', class: 'Promise', state: 'pending' }, 'Promise(pending)'],
  ['a promise of which nothing is known', { t: 'promise', class: 'Own' }, 'Own'],
  ['a secret', { t: 'redacted', why: 'key' }, '[redacted: key]'],
  ['an error', { t: 'error', class: 'TypeError', v: { message: 'x' } }, 'TypeError: x'],
  [
    'an error with more',
    { t: 'error', class: 'Refused', v: { message: 'x', stack: 'Refused: x\n  at y', code: 3 } },
    'Refused: x {code: 3}',
  ],
  ['an error that was cut', { t: 'error', class: 'Refused', cut: 'depth' }, 'Refused'],
  ['a ring', object({ me: { t: 'ref', id: 1 } }, { id: 1 }), '#1 {me: [see #1]}'],
  ['terminal codes', { t: 'symbol', v: 'Symbol(\u001b[2J)' }, 'Symbol( [2J)'],
];
for (const [what, value, text] of cases) test(`shown: ${what}`, () => equal(capturedText(value), text));

test('a line stays a line', () => {
  const wide = object(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`key${at}`, 'x'.repeat(50)])));
  equal(capturedText(wide).length, 400);
});
