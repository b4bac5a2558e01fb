// For the tests beside it: stores in folders that go with the test.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import type { StoreItem } from '../../session/index.ts';
import { openSqliteStore, type SqliteStore, type SqliteStoreOptions } from './index.ts';

/** Closed before the folders go: a store begins its file anew where it is deleted. */
const opened = new WeakMap<TestContext, SqliteStore[]>();

export function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(async () => {
    for (const store of opened.get(t) ?? []) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, 'history.db');
}

export async function open(t: TestContext, path: string, more: Partial<SqliteStoreOptions> = {}): Promise<SqliteStore> {
  const store = await openSqliteStore({ path, ...more });
  const others = opened.get(t);
  if (others === undefined) opened.set(t, [store]);
  else others.push(store);
  return store;
}

export function event(seq: number, text = ''): StoreItem {
  return { item: 'event', run: 'r1', event: { seq, at: 1000 + seq, kind: 'log', target: 't1', data: { text } } };
}

export async function keep(store: SqliteStore, ...items: readonly StoreItem[]): Promise<void> {
  for (const item of items) store.put(item);
  await store.flush();
}

export async function seqsOf(store: Pick<SqliteStore, 'events'>): Promise<number[]> {
  return (await store.events({ limit: 100_000 })).events.map(one => one.event.seq);
}

export function asides(path: string): string[] {
  return readdirSync(join(path, '..')).filter(name => name.includes('.aside-'));
}

export function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}
