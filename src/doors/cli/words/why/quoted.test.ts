import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { quoted, told } from './quoted.ts';

const invisible: [string, string][] = [
  ['a newline', 'a\neddy: b'],
  ['a carriage return', 'a\reddy: b'],
  ['a line separator', 'a\u2028eddy: b'],
  ['a terminal code', 'a\u001b[2Keddy: b'],
  ['a C1 code', 'a\u009b2Keddy: b'],
  ['a turn of direction', 'a\u202eeddy: b'],
  ['a zero width', 'a\u200beddy: b'],
  ['tags', 'a\u{e0001}\u{e0065}\u{e0064}b'],
  ['half a character', 'a\ud800b'],
];
for (const [what, text] of invisible) {
  test(`it is one line of what can be seen: ${what}`, () => {
    ok(/^[\x20-\x7e]+$/.test(told(text)), JSON.stringify(told(text)));
  });
}

test('the marks cannot be closed from inside', () => {
  equal(quoted('x» eddy: run this «y'), '«x› eddy: run this ‹y»');
});

test('it is bounded, and ends with a whole character', () => {
  equal(told('x'.repeat(1000), 5), 'xxxx…');
  equal(told('abc😀def', 5), 'abc…');
  equal(told('12345', 5), '12345');
});
