import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { openSqliteStore } from './index.ts';
import { event, keep, open, place, seqsOf } from './store-in-tests.ts';
import { tryReadTally } from './tally.ts';

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
