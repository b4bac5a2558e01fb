import { deepEqual, equal } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { History } from './history.ts';

function own(t: TestContext): { state: string; file: string } {
  const state = mkdtempSync('/tmp/eddy-history-');
  t.after(() => rmSync(state, { recursive: true }));
  return { state, file: join(state, 'eddy', 'history') };
}

test('lines are kept from run to run, the newest first, and others cannot read them', t => {
  const { state, file } = own(t);
  const one = new History({ XDG_STATE_HOME: state });
  deepEqual(one.open(), []);
  for (const line of ['total', 'total', ' ', 'n', 'x'.repeat(3000), 'total']) one.add(line);
  equal(statSync(file).mode & 0o777, 0o600);
  equal(statSync(join(state, 'eddy')).mode & 0o777, 0o700);
  deepEqual(new History({ XDG_STATE_HOME: state }).open(), ['total', 'n', 'total']);
});

test('it is bounded, and one that others could read is closed to them', t => {
  const { state, file } = own(t);
  mkdirSync(join(state, 'eddy'));
  writeFileSync(file, Array.from({ length: 1200 }, (_, at) => `line ${at}\n`).join(''));
  chmodSync(file, 0o644);
  const lines = new History({ XDG_STATE_HOME: state }).open();
  deepEqual([lines.length, lines[0], lines.at(-1)], [500, 'line 1199', 'line 700']);
  equal(readFileSync(file, 'utf8').split('\n').length, 501);
  equal(statSync(file).mode & 0o777, 0o600);
});

test('without a folder to write in, it is kept for this run', t => {
  const { state } = own(t);
  writeFileSync(join(state, 'eddy'), 'a file');
  const history = new History({ XDG_STATE_HOME: state });
  history.add('total');
  deepEqual(history.open(), ['total']);
});
