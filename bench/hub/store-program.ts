// append|fill|replay FOLDER COUNT: prints what it took, as JSON.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { openSqliteStore, openSqliteView, type SqliteStore } from '../../src/hub/store/sqlite/index.ts';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';

export interface Appended {
  /** Events a second. */
  readonly ours: number;
  readonly raw: number;
  readonly putMicros: number;
  readonly jsonMicros: number;
}

export interface Replayed {
  /** Seconds. */
  readonly ours: number;
  readonly raw: number;
}

const [what, folder, words] = process.argv.slice(2) as ['append' | 'fill' | 'replay', string, string];
const count = Number(words);
const path = join(folder, 'history.db');
const atOnce = 500;

const results = { append, fill, replay };
process.stdout.write(JSON.stringify(await results[what]()));

async function append(): Promise<Appended> {
  const store = await openSqliteStore({ path });
  const jsonMicros = jsonTime();
  const started = performance.now();
  const putMs = await putAll(store);
  const ours = (count / (performance.now() - started)) * 1000;
  await store.close();
  return { ours, raw: rawAppend(), putMicros: (putMs / count) * 1000, jsonMicros };
}

async function fill(): Promise<object> {
  const store = await openSqliteStore({ path, maxBytes: 2 ** 33 });
  await putAll(store);
  await store.close();
  return {};
}

async function replay(): Promise<Replayed> {
  const started = performance.now();
  const view = await openSqliteView(path);
  let seen = 0;
  for (let after = 0, more = true; more; ) {
    const page = await view.events({ run: 'r1', after, limit: 5_000 });
    seen += page.events.length;
    ({ cursor: after, more } = page);
  }
  await view.close();
  mustBe(seen);
  const between = performance.now();
  const database = new DatabaseSync(path, { readOnly: true });
  let rawSeen = 0;
  for (const row of database.prepare('SELECT text FROM event ORDER BY cursor').iterate()) {
    if (typeof (JSON.parse(String(row.text)) as EddyEvent).seq === 'number') rawSeen++;
  }
  database.close();
  mustBe(rawSeen);
  return { ours: (between - started) / 1000, raw: (performance.now() - between) / 1000 };
}

/** As the hub does: some at once, then it looks up. Says what the putting itself took, in ms. */
async function putAll(store: SqliteStore): Promise<number> {
  let putMs = 0;
  for (let seq = 0; seq < count; ) {
    const started = performance.now();
    for (const end = Math.min(count, seq + atOnce); seq < end; seq++)
      store.put({ item: 'event', run: 'r1', event: eventOf(seq) });
    putMs += performance.now() - started;
    do await setImmediate();
    while (store.status().waiting > 50_000);
  }
  await store.flush();
  mustBe(store.status().kept);
  return putMs;
}

function rawAppend(): number {
  const database = new DatabaseSync(path);
  database.exec('DELETE FROM event; PRAGMA synchronous = NORMAL');
  const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const started = performance.now();
  database.exec('BEGIN');
  for (let seq = 0; seq < count; seq++) {
    const event = eventOf(seq);
    const { target, kind, at, flow = null, session = null } = event;
    insert.run(seq + 1, 'r1', target, kind, at, flow, session, JSON.stringify(event));
  }
  database.exec('COMMIT');
  const perSecond = (count / (performance.now() - started)) * 1000;
  database.close();
  return perSecond;
}

/** Once before, so that the code is as warm as it gets. */
function jsonTime(): number {
  let length = 0;
  let started = 0;
  for (let round = 0; round < 2; round++) {
    started = performance.now();
    for (let seq = 0; seq < 100_000; seq++) length += JSON.stringify(eventOf(seq)).length;
  }
  if (length === 0) throw new Error('There was no text.');
  return ((performance.now() - started) / 100_000) * 1000;
}

function eventOf(seq: number): EddyEvent {
  const flow = `26r87q0l.${seq >> 2}`;
  const data = { kind: 'request', name: 'GET /buy', parent: '26r87q0l.1' };
  const event = { seq, at: 1_795_262_040_582 + seq, kind: 'flow-started', target: '26r87q0l', flow, data } as const;
  return seq % 4 === 0 ? { ...event, session: 's1' } : event;
}

function mustBe(seen: number): void {
  if (seen !== count) throw new Error(`${seen} of ${count} events.`);
}
