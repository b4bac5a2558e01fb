import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import type { StoreItem } from '../../session/index.ts';
import { openSqliteStore, openSqliteView, type SqliteStore, type SqliteStoreOptions } from './index.ts';
import { tryReadTally } from './tally.ts';

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'history.db');
}

async function open(t: TestContext, path: string, more: Partial<SqliteStoreOptions> = {}): Promise<SqliteStore> {
  const store = await openSqliteStore({ path, ...more });
  t.after(() => store.close());
  return store;
}

function event(seq: number, text = ''): StoreItem {
  return { item: 'event', run: 'r1', event: { seq, at: 1000 + seq, kind: 'log', target: 't1', data: { text } } };
}

async function keep(store: SqliteStore, ...items: readonly StoreItem[]): Promise<void> {
  for (const item of items) store.put(item);
  await store.flush();
}

async function seqsOf(store: Pick<SqliteStore, 'events'>): Promise<number[]> {
  return (await store.events({ limit: 100_000 })).events.map(one => one.event.seq);
}

function asides(path: string): string[] {
  return readdirSync(join(path, '..')).filter(name => name.includes('.aside-'));
}

test('what was kept is there after the store was closed and opened again', async t => {
  const path = place(t);
  const first = await open(t, path);
  await keep(first, event(1), event(2));
  await first.close();
  const second = await open(t, path);
  deepEqual(await seqsOf(second), [1, 2]);
  const [before] = (await second.events({ limit: 1 })).events;
  await keep(second, event(3));
  deepEqual(await seqsOf(second), [1, 2, 3]);
  ok(before!.cursor < (await second.events({})).cursor);
  const { kept, lost, setAside, trouble } = second.status();
  deepEqual({ kept, lost, setAside, trouble }, { kept: 1, lost: 0, setAside: undefined, trouble: undefined });
});

test('its files are this user’s alone', async t => {
  const path = join(place(t), '..', 'made', 'here', 'history.db');
  const store = await open(t, path);
  await keep(store, event(1));
  const modes = readdirSync(join(path, '..')).map(name => statSync(join(path, '..', name)).mode & 0o777);
  deepEqual([...new Set(modes)], [0o600]);
  ok(modes.length >= 4);
  equal(statSync(join(path, '..')).mode & 0o777, 0o700);
  await store.close();
  chmodSync(path, 0o644);
  await open(t, path);
  equal(statSync(path).mode & 0o777, 0o600);
});

test('what a hub before took in and never kept is counted', async t => {
  const path = place(t);
  const first = await open(t, path);
  await keep(first, event(1), event(2), event(3));
  const { epoch, pid } = tryReadTally(path)!;
  await first.close();
  // As it stands when a hub is killed with five items on their way, and one that there was no room for.
  writeFileSync(`${path}-tally`, JSON.stringify({ epoch, pid, accepted: 9, dropped: 1 }));
  const second = await open(t, path);
  equal(second.status().lost, 5);
  await second.close();
  equal((await open(t, path)).status().lost, 0);
});

test('a tally of another opening, or none that can be read, counts nothing', async t => {
  for (const text of ['', '{', '{"epoch":"other","pid":1,"accepted":900,"dropped":0}', '{"epoch":4}']) {
    const path = place(t);
    const first = await open(t, path);
    await keep(first, event(1));
    await first.close();
    writeFileSync(`${path}-tally`, text);
    const second = await open(t, path);
    equal(second.status().lost, 0, text);
    await second.close();
  }
});

test('two hubs never share a store, and the second is told who has it', async t => {
  const path = place(t);
  const store = await open(t, path);
  await keep(store, event(1));
  await rejects(openSqliteStore({ path }), {
    code: 'store-in-use',
    message: `The store ${path} is in use by another hub, pid ${process.pid}. Shut that one down, or name another file.`,
    data: { pid: process.pid },
  });
  await keep(store, event(2));
  deepEqual(await seqsOf(store), [1, 2]);
  await store.close();
  deepEqual(await seqsOf(await open(t, path)), [1, 2]);
});

test('a lock file with something in it locks all the same', async t => {
  const path = place(t);
  writeFileSync(`${path}-lock`, 'this is no database, and it is longer than one hundred bytes.'.repeat(9));
  await open(t, path);
  await rejects(openSqliteStore({ path }), { code: 'store-in-use' });
});

test('one looks at it beside the hub that writes it, and after', async t => {
  const path = place(t);
  const store = await open(t, path);
  await keep(store, event(1));
  const view = await openSqliteView(path);
  t.after(() => view.close());
  deepEqual(await seqsOf(view), [1]);
  await keep(store, event(2), { item: 'run', run: { id: 'r1', words: ['a'], cwd: '/', pid: 1, started: 1 } });
  deepEqual(await seqsOf(view), [1, 2]);
  equal((await view.runs()).length, 1);
  await view.close();
  await store.close();
  const later = await openSqliteView(path);
  t.after(() => later.close());
  deepEqual(await seqsOf(later), [1, 2]);
  await rejects(openSqliteView(join(path, '..', 'none.db')), { code: 'no-store', message: /There is no store at/ });
  await rejects(later.events({ run: 5n as unknown as string, kinds: [{} as string] }));
  deepEqual(await seqsOf(later), [1, 2]);
});

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
    'a newer form',
    path => change(path, 'PRAGMA user_version = 9'),
    /newer Eddy wrote it \(form 9; this one knows 1\)\. Use/,
  ],
];

function zeroed(bytes: Buffer): Buffer {
  return bytes.fill(0, 4096 * 2, 4096 * 7);
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
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

test('another program’s database is left alone', async t => {
  const path = place(t);
  change(path, 'CREATE TABLE customers (name TEXT)');
  const bytes = readFileSync(path);
  await rejects(openSqliteStore({ path }), { code: 'no-store', message: /another program's database/ });
  deepEqual(readFileSync(path), bytes);
  deepEqual(asides(path), []);
});

test('damage that is come to later puts the file aside, and what is put goes on', async t => {
  const path = place(t);
  const store = await open(t, path);
  await keep(store, event(1), { item: 'run', run: { id: 'r1', words: ['a'], cwd: '/', pid: 1, started: 1 } });
  const writer = new DatabaseSync(path);
  writer.exec(`UPDATE event SET text = '{"seq":'`);
  writer.close();
  await rejects(store.events({}), { code: 'no-store', message: /damaged/ });
  deepEqual(await seqsOf(store), []);
  await keep(store, event(2));
  deepEqual(await seqsOf(store), [2]);
  deepEqual(
    (await store.runs()).map(one => one.id),
    ['r1'],
    'a run that has not ended is told again',
  );
  const { setAside, kept, dropped } = store.status();
  ok(statSync(setAside!.path).size > 0);
  deepEqual([kept, dropped], [3, 0]);
});

test('a file that is deleted meanwhile is begun anew, its runs with it', async t => {
  const path = place(t);
  const store = await open(t, path);
  await keep(store, event(1), { item: 'run', run: { id: 'r1', words: ['a'], cwd: '/', pid: 1, started: 1 } });
  rmSync(join(path, '..'), { recursive: true });
  await keep(store, event(2));
  deepEqual(await seqsOf(store), [2]);
  deepEqual(
    (await store.runs()).map(one => one.id),
    ['r1'],
  );
  deepEqual([store.status().kept, store.status().dropped, store.status().trouble], [3, 0, undefined]);
  ok(tryReadTally(path)!.accepted === 3, 'it counts on');
  await rejects(openSqliteStore({ path }), { code: 'store-in-use' });
});

test('with no place to be in it drops, counts, says why, and goes on when there is one', async t => {
  const path = join(place(t), 'in', 'history.db');
  const blocker = join(path, '..', '..');
  writeFileSync(blocker, 'a file where a folder should be');
  const store = await open(t, path);
  await keep(store, event(1), event(2));
  const { trouble, dropped, waiting } = store.status();
  match(trouble!, /a part of its path is no folder/);
  deepEqual([dropped, waiting], [2, 0]);
  await rejects(store.events({}), { code: 'no-store', message: /no folder/ });
  rmSync(blocker);
  let seq = 2;
  while (store.status().kept === 0) await keep(store, event(++seq));
  equal(store.status().trouble, undefined);
  deepEqual(await seqsOf(store), [seq]);
  deepEqual([store.status().kept, store.status().dropped], [1, seq - 1]);
  await store.close();
  equal((await open(t, path)).status().lost, 0);
});

test('on a disk that is full it drops, counts, says why, and goes on when there is room', {
  skip: tmpfsReason(),
}, async t => {
  const folder = disk(t, 'size=1m');
  const path = join(folder, 'history.db');
  const store = await openSqliteStore({ path });
  try {
    let seq = 0;
    while (store.status().dropped === 0) await keep(store, event(++seq, 'x'.repeat(10_000)));
    const full = store.status();
    match(full.trouble!, /the disk is full|the disk failed/);
    equal(full.kept, seq - 1);
    deepEqual(
      await seqsOf(store),
      Array.from({ length: seq - 1 }, (_, at) => at + 1),
    );
    mount(['-o', 'remount,size=8m', folder]);
    await keep(store, event(++seq));
    equal(store.status().trouble, undefined);
    equal(store.status().kept, seq - 1);
    equal((await seqsOf(store)).at(-1), seq);
  } finally {
    await store.close();
  }
});

test('on a disk that can only be read it drops, counts, says why, and goes on when it can be written', {
  skip: tmpfsReason(),
}, async t => {
  const folder = disk(t, 'ro');
  const store = await openSqliteStore({ path: join(folder, 'history.db') });
  try {
    await keep(store, event(1));
    match(store.status().trouble!, /can only be read/);
    mount(['-o', 'remount,rw', folder]);
    let seq = 1;
    while (store.status().kept === 0) await keep(store, event(++seq));
    deepEqual(await seqsOf(store), [seq]);
    deepEqual([store.status().dropped, store.status().trouble], [seq - 1, undefined]);
  } finally {
    await store.close();
  }
});

function disk(t: TestContext, options: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-full-'));
  mount(['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  t.after(() => {
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

function tmpfsReason(): string | false {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-full-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (status === 0) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return status === 0 ? false : 'this user may not mount a small disk';
}

function mount(words: readonly string[]): void {
  const { status, stderr } = spawnSync('mount', words, { encoding: 'utf8' });
  equal(status, 0, stderr);
}

test('what there is no room for in the queue is dropped and counted', async t => {
  const store = await open(t, place(t), { maxWaiting: 10 });
  for (let seq = 1; seq <= 25; seq++) store.put(event(seq));
  deepEqual([store.status().waiting, store.status().dropped], [10, 15]);
  await store.flush();
  deepEqual(await seqsOf(store), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const narrow = await open(t, place(t), { maxWaitingBytes: 1000 });
  await keep(narrow, event(1), event(2, 'x'.repeat(1000)), event(3));
  deepEqual([await seqsOf(narrow), narrow.status().dropped], [[1, 3], 1]);
});

test('another hub’s file in the place of ours is not written', async t => {
  const [path, other] = [place(t), place(t)];
  const store = await open(t, path);
  await keep(store, event(1));
  const theirs = await open(t, other);
  await keep(theirs, event(7));
  for (const end of ['', '-wal', '-shm', '-lock', '-tally']) renameSync(other + end, path + end);
  await keep(store, event(2));
  match(store.status().trouble!, /is in use by another hub/);
  equal(store.status().dropped, 1);
  const view = await openSqliteView(path);
  t.after(() => view.close());
  deepEqual(await seqsOf(view), [7]);
});

test('a folder of the user’s keeps its rights', async t => {
  const path = place(t);
  const folder = join(path, '..', 'theirs');
  mkdirSync(folder, { mode: 0o755 });
  await open(t, join(folder, 'history.db'));
  equal(statSync(folder).mode & 0o777, 0o755);
});
