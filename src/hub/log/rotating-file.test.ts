import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../base/index.ts';
import { RotatingFile } from './index.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const open = (base: string, maxBytes = 100, maxFiles = 3) =>
  new RotatingFile({ path: join(base, 'log'), maxBytes, maxFiles, clock: systemClock });
const numbersIn = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => (JSON.parse(line) as { n: number }).n);

test('files take turns: none is too long, none too many, and the newest lines are there', async t => {
  const base = folder(t);
  const file = open(base);
  for (let n = 0; n < 100; n++) file.write({ n });
  await file.close();
  deepEqual(readdirSync(base).sort(), ['log', 'log.1', 'log.2']);
  for (const name of readdirSync(base)) ok(statSync(join(base, name)).size <= 100, name);
  const kept = ['log.2', 'log.1', 'log'].flatMap(name => numbersIn(join(base, name)));
  deepEqual(
    kept,
    Array.from({ length: kept.length }, (_, at) => 100 - kept.length + at),
  );
  deepEqual([file.droppedCount, file.error], [0, undefined]);
  equal(statSync(join(base, 'log')).mode & 0o777, 0o600);
});

test('what was there before is gone on with, and put aside when it is full', async t => {
  const base = folder(t);
  writeFileSync(join(base, 'log'), '{"n":1}\n');
  const first = open(base);
  first.write({ n: 2 });
  await first.close();
  deepEqual(numbersIn(join(base, 'log')), [1, 2]);
  writeFileSync(join(base, 'log'), '{"n":0}\n'.repeat(13));
  const second = open(base);
  second.write({ n: 3 });
  await second.close();
  deepEqual([numbersIn(join(base, 'log')), numbersIn(join(base, 'log.1')).length], [[3], 13]);
});

test('a line that is longer than a file stands alone in one', async t => {
  const base = folder(t);
  const file = open(base);
  file.write({ n: 1 });
  file.write({ n: 2, text: 'x'.repeat(300) });
  file.write({ n: 3 });
  await file.close();
  deepEqual(
    ['log.2', 'log.1', 'log'].map(name => numbersIn(join(base, name))),
    [[1], [2], [3]],
  );
});

test('what the disk refuses is counted, told, and tried again with the next line', async t => {
  const base = folder(t);
  const file = open(base);
  rmSync(base, { recursive: true });
  writeFileSync(base, 'a file where the folder was');
  file.write({ n: 1 });
  await file.close();
  equal(file.droppedCount, 1);
  match(file.error?.message ?? '', /log cannot be written/);
  file.write({ n: 2 });
  equal(file.droppedCount, 2, 'closed');
});

test('who writes never waits: what is too much is counted', async t => {
  const file = open(folder(t), 1024 ** 3);
  for (let n = 0; n < 10; n++) file.write({ n, text: 'x'.repeat(1024 ** 2) });
  await file.close();
  equal(file.droppedCount, 3);
});

test('a folder that is not there is told before anything starts', t => {
  throws(() => open(join(folder(t), 'none')), /its folder is not there/);
});
