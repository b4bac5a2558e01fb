import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { openSqliteStore, openSqliteView } from './index.ts';
import { event, keep, open, place, seqsOf } from './store-in-tests.ts';
import { tryReadTally } from './tally.ts';

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
  // The refusal in our own process has not let go the lock that others see.
  equal(tryFromElsewhere(path), `store-in-use ${process.pid}`);
  await keep(store, event(2));
  deepEqual(await seqsOf(store), [1, 2]);
  await store.close();
  equal(tryFromElsewhere(path), 'open');
  deepEqual(await seqsOf(await open(t, path)), [1, 2]);
});

function tryFromElsewhere(path: string): string {
  const program = `
    const { openSqliteStore } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
    const path = ${JSON.stringify(path)};
    const tell = ({ code, data }) => console.log(code, data.pid);
    await openSqliteStore({ path }).then(store => store.close().then(() => console.log('open')), tell);
  `;
  const words = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program];
  return spawnSync(process.execPath, words, { encoding: 'utf8' }).stdout.trim();
}

test('who was refused does not try again', async t => {
  const [path, clock] = [place(t), new FakeClock()];
  const store = await open(t, path);
  await rejects(openSqliteStore({ path, clock }), { code: 'store-in-use' });
  equal(clock.pending, 0);
  await store.close();
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

test('its thread is started again when it dies, and what waited is kept', async t => {
  const clock = new FakeClock();
  const threads: Worker[] = [];
  const note = (thread: Worker) => threads.push(thread);
  process.on('worker', note);
  t.after(() => process.off('worker', note));
  const store = await open(t, place(t), { clock });
  await keep(store, event(1));
  await threads[0]!.terminate();
  store.put(event(2));
  match(store.status().trouble!, /its thread is gone/);
  equal(store.status().waiting, 1);
  clock.advance(1_000);
  await store.flush();
  deepEqual(await seqsOf(store), [1, 2]);
  const { kept, dropped, lost, trouble } = store.status();
  deepEqual({ kept, dropped, lost, trouble }, { kept: 2, dropped: 0, lost: 0, trouble: undefined });
  equal(threads.length, 2);
});

test('the room of what went is given back to the disk', async t => {
  const [path, clock] = [place(t), new FakeClock()];
  const store = await open(t, path, { clock, maxAgeMs: 1_000 });
  const old = Array.from({ length: 2_000 }, (_, seq) => event(seq, 'x'.repeat(1_000)));
  await keep(store, ...old);
  ok(store.status().bytes > 2_000_000);
  equal(await store.prune(), 2_000);
  ok(store.status().bytes < 200_000);
  await store.close();
  ok(statSync(path).size < 200_000);
});
