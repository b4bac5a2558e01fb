import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteStore, openSqliteView } from './index.ts';
import { asides, change, event, keep, open, place, seqsOf } from './store-in-tests.ts';

/** What was done to the file, and what is said of it. */
const damages: readonly [string, (path: string) => void, RegExp][] = [
  ['random bytes', path => writeFileSync(path, 'x'.repeat(5000)), /damaged: file is not a database/],
  ['three bytes', path => writeFileSync(path, 'abc'), /damaged: file is not a database/],
  ['zeros', path => writeFileSync(path, Buffer.alloc(20_000)), /damaged: file is not a database/],
  ['its end cut off', path => writeFileSync(path, readFileSync(path).subarray(0, 8192)), /damaged/],
  ['pages in it zeroed', path => writeFileSync(path, zeroed(readFileSync(path))), /damaged/],
  ['its tables gone', path => change(path, 'DROP TABLE event'), /damaged: no such table: event/],
  ['its counts gone', path => change(path, 'DELETE FROM meta'), /damaged/],
  ['our mark gone', path => change(path, 'PRAGMA application_id = 7'), /our tables and not our mark/],
  [
    'a head that forbids to write',
    path => writeFileSync(path, changedAt(readFileSync(path), 18, 3)),
    /damaged, or a newer SQLite/,
  ],
  [
    'a newer form',
    path => change(path, 'PRAGMA user_version = 9'),
    /newer Eddy wrote it \(form 9; this one knows 1\)\. Use/,
  ],
];

function zeroed(bytes: Buffer): Buffer {
  return bytes.fill(0, 4096 * 2, 4096 * 7);
}

function changedAt(bytes: Buffer, at: number, value: number): Buffer {
  bytes[at] = value;
  return bytes;
}

for (const [what, damage, why] of damages) {
  test(`a file with ${what} is put aside as it is, and a new one is begun`, async t => {
    const path = place(t);
    const first = await open(t, path);
    await keep(first, ...Array.from({ length: 300 }, (_, at) => event(at, 'text'.repeat(20))));
    await first.close();
    damage(path);
    const bytes = readFileSync(path);
    await lookedAt(path);
    deepEqual(readFileSync(path), bytes);
    const second = await open(t, path);
    const { setAside, lost } = second.status();
    match(setAside!.why, why);
    equal(lost, 0);
    deepEqual(readFileSync(setAside!.path), bytes);
    match(setAside!.path, /history\.db\.aside-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
    await keep(second, event(1));
    deepEqual(await seqsOf(second), [1]);
  });
}

/** Who only looks reads what can be read, or is refused with a code. */
async function lookedAt(path: string): Promise<void> {
  try {
    const view = await openSqliteView(path);
    await view.events({}).finally(() => view.close());
  } catch (error) {
    equal((error as { code?: string }).code, 'no-store');
  }
}

test('who looks at a newer file is told to use the newer Eddy', async t => {
  const path = place(t);
  await (await open(t, path)).close();
  change(path, 'PRAGMA user_version = 9');
  await rejects(openSqliteView(path), { code: 'no-store', message: /form 9.*Use the newer Eddy to read it/ });
});

test('one put aside does not take the place of another', async t => {
  const path = place(t);
  for (let round = 0; round < 3; round++) {
    writeFileSync(path, `no database ${round}`);
    const store = await open(t, path);
    await store.close();
  }
  const texts = asides(path).map(name => readFileSync(join(path, '..', name), 'utf8'));
  deepEqual(texts.sort(), ['no database 0', 'no database 1', 'no database 2']);
});

test('a log without its database is put aside, too', async t => {
  const path = place(t);
  writeFileSync(`${path}-wal`, 'the log of a file that was deleted');
  const store = await open(t, path);
  equal(readFileSync(`${store.status().setAside!.path}-wal`, 'utf8'), 'the log of a file that was deleted');
});

test('a folder is no store, and stays as it is', async t => {
  const folder = join(place(t), '..', 'theirs');
  mkdirSync(folder, { mode: 0o755 });
  await rejects(openSqliteStore({ path: folder }), { code: 'no-store', message: /is a folder\. Name a file in it/ });
  equal(statSync(folder).mode & 0o777, 0o755);
  deepEqual(
    readdirSync(join(folder, '..')).filter(name => name !== 'theirs'),
    [],
  );
});

test('another program’s database is left alone', async t => {
  const path = place(t);
  change(path, 'CREATE TABLE customers (name TEXT)');
  chmodSync(path, 0o640);
  const bytes = readFileSync(path);
  await rejects(openSqliteStore({ path }), { code: 'no-store', message: /another program's database/ });
  deepEqual(readFileSync(path), bytes);
  equal(statSync(path).mode & 0o777, 0o640);
  deepEqual(asides(path), []);
});
