import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../../base/index.ts';
import { type EddyEvent, ReportSum } from '../../../wire/protocol/index.ts';
import { EventFile, ReportFile } from './index.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const report = new ReportSum().report([], 1, 2);
const event: EddyEvent = { seq: 1, at: 2, kind: 'flow-started', target: 't', data: { text: 'a\nb' } };

test('a report appears whole, replaces the one before, and leaves nothing beside it', t => {
  const base = folder(t);
  const path = join(base, 'r.json');
  writeFileSync(path, 'old');
  const file = new ReportFile(path);
  equal(readFileSync(path, 'utf8'), 'old');
  file.write(report);
  const first = statSync(path).ino;
  file.write(report);
  deepEqual(JSON.parse(readFileSync(path, 'utf8')), report);
  ok(statSync(path).ino !== first, 'replaced by a rename, not written over');
  file.discard();
  deepEqual(readdirSync(base), ['r.json']);
});

test('a report is for its user; one that is there keeps its readers; a link that was laid for it is not followed', t => {
  const base = folder(t);
  const path = join(base, 'r.json');
  writeFileSync(join(base, 'other'), 'theirs');
  symlinkSync('other', join(base, `.r.json.${process.pid}.tmp`));
  const file = new ReportFile(path);
  file.write(report);
  equal(readFileSync(join(base, 'other'), 'utf8'), 'theirs');
  equal(statSync(path).mode & 0o777, 0o600);
  chmodSync(path, 0o644);
  file.write(report);
  equal(statSync(path).mode & 0o777, 0o644);
});

test('a run that never started leaves no report', t => {
  const base = folder(t);
  const file = new ReportFile(join(base, 'r.json'));
  file.discard();
  deepEqual(readdirSync(base), []);
  equal(file.isWritten, false);
});

test('a link is followed, not replaced', t => {
  const base = folder(t);
  writeFileSync(join(base, 'real.json'), '');
  symlinkSync('real.json', join(base, 'link.json'));
  new ReportFile(join(base, 'link.json')).write(report);
  deepEqual(JSON.parse(readFileSync(join(base, 'real.json'), 'utf8')), report);
});

test('a path that cannot be written is told at once, with the reason', t => {
  const base = folder(t);
  mkdirSync(join(base, 'dir'));
  writeFileSync(join(base, 'file'), '');
  const bad: [string, RegExp][] = [
    [join(base, 'no', 'such', 'r.json'), /its folder is not there/],
    [join(base, 'dir'), /is a folder/],
    [join(base, 'file', 'r.json'), /cannot be written/],
    ['/proc/eddy-report.json', /cannot be written/],
  ];
  for (const [path, message] of bad) {
    throws(() => new ReportFile(path), { code: 'cannot-write', message }, path);
    throws(() => new EventFile(path, systemClock), { code: 'cannot-write', message }, path);
  }
});

test('events are lines, in order, all of them there after close', async t => {
  const path = join(folder(t), 'e.ndjson');
  writeFileSync(path, 'of an earlier run\n');
  const file = new EventFile(path, systemClock);
  for (let seq = 1; seq <= 1000; seq++) file.write({ ...event, seq });
  await file.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  deepEqual(
    lines.map(line => (JSON.parse(line) as EddyEvent).seq),
    Array.from({ length: 1000 }, (_, at) => at + 1),
  );
  equal(file.droppedCount, 0);
});

test('a disk that is full is an error of ours, told at the end', {
  skip: statSync('/dev/full', { throwIfNoEntry: false }) === undefined && '/dev/full is not here',
}, async () => {
  const file = new EventFile('/dev/full', systemClock);
  file.write(event);
  await file.close();
  ok(file.error !== undefined);
});

test('what comes when it is closed is counted, and is no error', async t => {
  const file = new EventFile(join(folder(t), 'e.ndjson'), systemClock);
  file.write(event);
  const closing = file.close();
  file.write(event);
  await closing;
  file.write(event);
  deepEqual([file.droppedCount, file.error], [2, undefined]);
});
