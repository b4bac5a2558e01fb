import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { hasParts, typeText, valueText } from './captured.ts';

const object = (v: object, more = {}) => ({ t: 'object', class: 'Object', v, ...more });
const array = (v: unknown[], more = {}) => ({ t: 'array', class: 'Array', length: v.length, v, ...more });

test('values in one line', () => {
  const rows: [unknown, string, string, boolean][] = [
    [null, 'null', 'null', false],
    ['a\n"b"', '"a\\n\\"b\\""', 'string', false],
    [{ t: 'undefined' }, 'undefined', 'undefined', false],
    [{ t: 'bigint', v: '12' }, '12n', 'bigint', false],
    [object({}), '{}', 'Object', false],
    [object({ total: 42, card: { t: 'redacted', why: 'key' } }), '{total: 42, card: [redacted: key]}', 'Object', true],
    [object({ a: object({ b: object({ c: 1 }) }) }), '{a: {b: {…}}}', 'Object', true],
    [{ ...object({ x: 1 }), class: 'Cart' }, 'Cart {x: 1}', 'Cart', true],
    [array([1, 2]), '(2) [1, 2]', 'Array', true],
    [array([1], { length: 900, cut: 'size' }), '(900) [1, …]', 'Array', true],
    [{ t: 'map', class: 'Map', length: 1, v: [['a', 1]] }, 'Map(1) {"a" => 1}', 'Map', true],
    [{ t: 'object', class: 'Cart', cut: 'depth' }, 'Cart {…}', 'Cart', true],
    [{ t: 'error', class: 'TypeError', v: { message: 'no' } }, 'TypeError: no', 'TypeError', true],
    [{ t: 'getter' }, '(…)', 'getter', true],
    [{ t: 'promise', class: 'Promise', state: 'pending' }, 'Promise {<pending>}', 'Promise', false],
  ];
  for (const [value, text, type, parts] of rows) {
    equal(valueText(value), text);
    equal(typeText(value), type);
    equal(hasParts(value), parts, text);
  }
});

test('a long text is cut at a whole character', () => {
  const text = valueText('😀'.repeat(500));
  equal([...text].length, 200);
  equal(text.isWellFormed(), true);
});
