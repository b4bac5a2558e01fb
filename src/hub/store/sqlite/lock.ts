import { statSync, truncateSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fail } from '../../../base/index.ts';
import { makePrivate } from './private-file.ts';
import { tryReadTally } from './tally.ts';
import { isBusy, isDamageOrStrange } from './trouble.ts';

/** Two that come in the same moment both fail when neither waits. */
const waitMs = 300;

/**
 * One hub to a store. An exclusive transaction on an empty database beside it: the system lets it go with the process,
 * however that ends. The store's own file stays free for readers.
 */
export class StoreLock {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #inode: number;

  /** Throws `store-in-use`, with the holder's pid. */
  constructor(path: string) {
    this.#path = `${path}-lock`;
    makePrivate(this.#path);
    this.#database = hold(this.#path, path);
    this.#inode = statSync(this.#path).ino;
  }

  /** False when the file was deleted: another could hold a new one. */
  get isThere(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.ino === this.#inode;
  }

  close(): void {
    this.#database.close();
  }
}

function hold(lockPath: string, path: string, isRepaired = false): DatabaseSync {
  const database = new DatabaseSync(lockPath);
  try {
    database.exec(`PRAGMA busy_timeout = ${waitMs}; BEGIN EXCLUSIVE`);
    return database;
  } catch (cause) {
    database.close();
    // Nobody holds a file that could be read so far; there is nothing in it.
    if (isDamageOrStrange(cause) && !isRepaired) {
      truncateSync(lockPath);
      return hold(lockPath, path, true);
    }
    if (!isBusy(cause)) throw cause;
    throw inUse(path, cause);
  }
}

function inUse(path: string, cause: unknown) {
  const pid = tryReadTally(path)?.pid;
  const holder = pid === undefined ? 'another hub' : `another hub, pid ${pid}`;
  return fail('store-in-use', `The store ${path} is in use by ${holder}.`, {
    hint: 'Shut that one down, or name another file.',
    cause,
    data: pid === undefined ? {} : { pid },
  });
}
