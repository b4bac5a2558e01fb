import { doesNotThrow, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { mustBeFlat } from '../../wire/protocol/index.ts';
import { readLine } from './read-line.ts';

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test('a line is as deep as its values, whatever stands in its texts', () => {
  mustBeFlat(deep(500));
  throws(() => mustBeFlat(deep(501)), { code: 'bad-message' });
  mustBeFlat(`{"a":"${'['.repeat(5000)}","b":"\\"${'{'.repeat(5000)}\\\\"}`);
  throws(() => mustBeFlat(`{"a":"\\\\","b":${deep(501)}}`), { code: 'bad-message' });
  doesNotThrow(() => mustBeFlat(`"${'['.repeat(5000)}`));
});

test('an event that nobody could write again is refused', () => {
  const event = (data: string) => `{"say":"event","event":{"seq":1,"at":1,"kind":"log","target":"a","data":${data}}}`;
  readLine(event('[[]]'));
  throws(() => readLine(event(deep(100_000))), { code: 'bad-message' });
});
