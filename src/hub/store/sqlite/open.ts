import { resolve } from 'node:path';
import { type Clock, systemClock } from '../../../base/index.ts';
import type { Retention } from '../rows/index.ts';
import { SqliteStore } from './sqlite-store.ts';
import { SqliteView } from './sqlite-view.ts';

export interface SqliteStoreOptions extends Partial<Retention> {
  /** Its folder is made, for this user alone, where it is not there. */
  readonly path: string;
  /** Items that may wait to be kept; past them they are dropped and counted. */
  readonly maxWaiting?: number;
  readonly maxWaitingBytes?: number;
  readonly clock?: Clock;
}

const mebibyte = 1024 * 1024;

/**
 * Opens the store to write in it. Throws `store-in-use` when another hub has it, `no-store` when the file is another
 * program's; with all else (no room, no right to write, …) it opens, is in trouble, and goes on when that is over.
 */
export function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const { path, maxAgeMs, maxBytes = 1024 * mebibyte, clock = systemClock } = options;
  return SqliteStore.open({
    path: resolve(path),
    retention: { maxBytes, ...(maxAgeMs === undefined ? {} : { maxAgeMs }) },
    maxWaiting: options.maxWaiting ?? 100_000,
    maxWaitingBytes: options.maxWaitingBytes ?? 64 * mebibyte,
    clock,
  });
}

/** Opens it to look, beside a hub too. Throws `no-store` where there is none that can be read. */
export function openSqliteView(path: string): Promise<SqliteView> {
  return SqliteView.open(resolve(path));
}
