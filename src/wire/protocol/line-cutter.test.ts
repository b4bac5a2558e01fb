import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { LineCutter } from './line-cutter.ts';

test('however the bytes come, the lines are the same', () => {
  const bytes = Buffer.from('one\n\nzwölf→\nrest');
  for (let size = 1; size <= bytes.length; size++) {
    const cutter = new LineCutter(100);
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...cutter.push(bytes.subarray(at, at + size)));
    deepEqual(lines, ['one', 'zwölf→'], `${size} bytes at a time`);
    equal(cutter.restBytes, 4);
  }
});

test('a line above the limit is refused before it ends', () => {
  const cutter = new LineCutter(10);
  deepEqual([...cutter.push(Buffer.from('0123456789\n01234'))], ['0123456789']);
  throws(() => [...cutter.push(Buffer.from('567890'))], { code: 'bad-message' });
});
