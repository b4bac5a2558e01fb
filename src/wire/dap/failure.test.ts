import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../base/index.ts';
import { answerOf, refusalOf } from './failure.ts';

function asked(answer: { message: string; body: unknown }) {
  return { seq: 1, type: 'response' as const, request_seq: 1, command: 'launch', success: false, ...answer };
}

test('the short form is the text for editors that show nothing else, and the code arrives', () => {
  const answer = answerOf(fail('bad-option', 'Which program?', { hint: 'Name it.' }));
  equal(answer.message, 'Which program? Name it.');
  const { code, data } = refusalOf(asked(answer), 'eddy');
  deepEqual([code, data.short], ['bad-option', undefined]);
});

test('a word of the protocol stays one', () => {
  const answer = answerOf(fail('refused', 'It runs.', { data: { short: 'notStopped' } }));
  equal(answer.message, 'notStopped');
  equal(answer.body.error.format, 'It runs.');
});

test('the numbers of another adapter are not taken for our codes', () => {
  const body = { error: { id: 1002, format: 'no {what}', variables: { what: 'way' } } };
  const { code, message } = refusalOf(asked({ message: 'failed', body }), 'another');
  deepEqual([code, message], ['refused', 'another refused "launch": no way']);
});
