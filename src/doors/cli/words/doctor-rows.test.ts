import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { doctorRow, doctorSum } from './doctor-rows.ts';
import { paintFor } from './paint.ts';

const row = {
  id: 'python',
  what: 'python3',
  state: 'warn',
  saw: 'not on\n\u001b[2KPATH',
  toDo: 'Install it.',
} as const;

test('a row is one line, and what to do another', () => {
  const text = doctorRow(row, paintFor(false));
  equal(text, 'warn  python3               not on [2KPATH\n                            to do: Install it.\n');
  equal(doctorRow({ ...row, state: 'fail' }, paintFor(true)).startsWith('\u001b[31mFAIL\u001b[0m'), true);
});

test('the sum says first whether it works', () => {
  equal(doctorSum([row, { ...row, state: 'ok' }]), 'Eddy works here: 1 ok, 1 to look at\n');
  equal(
    doctorSum([
      { ...row, state: 'fail' },
      { ...row, state: 'skipped' },
    ]),
    '1 failed: 0 ok, 1 skipped\n',
  );
});
