import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fail, isEddyError, makeFolder, systemClock } from '../../../base/index.ts';
import type { NamedRow, Retention, Row } from '../rows/index.ts';
import { StoreLock } from './lock.ts';
import { mustBeNoFolder, openToWrite } from './open-database.ts';
import { Pruner } from './pruner.ts';
import { eventsIn, RowKeeper } from './row-keeper.ts';
import { RowReader } from './row-reader.ts';
import { hasLeftLog, setAside } from './set-aside.ts';
import { TallyFile, tryReadTally } from './tally.ts';
import type { FileState, ThreadData } from './thread-words.ts';
import { describeTrouble, isDamage, isDamageOrStrange, Unreadable, whyDamaged } from './trouble.ts';

interface Open {
  readonly database: DatabaseSync;
  readonly keeper: RowKeeper;
  readonly reader: RowReader;
  readonly pruner: Pruner;
  readonly inode: number;
}

/** Runs that have not ended: a file that is begun anew has them, too. */
const maxRemembered = 1_000;
/** What cannot be opened is not tried with every batch: whoever else holds it is waited for each time. */
const openAgainMs = 250;

/**
 * The file, as the one hub that writes it sees it. It is opened when there is something to do and it is not open; what
 * goes wrong is a trouble until it goes well again; what is damaged is put aside and begun anew.
 */
export class StoreFile {
  readonly #path: string;
  readonly #epoch: string;
  readonly #retention: Retention;
  readonly #runs = new Map<string, NamedRow>();
  #open: Open | undefined;
  #lock: StoreLock | undefined;
  /** Runs that the file must be told of again, with the next batch. */
  #repeats = false;
  #kept: number;
  #cursor = 0;
  #lost: number | undefined;
  #openings = 0;
  #bytes = 0;
  #trouble: string | undefined;
  #setAside: FileState['setAside'];
  #failedOpening: { readonly at: number; readonly error: unknown } | undefined;
  #isClosed = false;

  constructor({ path, epoch, kept, retention }: ThreadData) {
    this.#kept = kept;
    this.#path = path;
    this.#epoch = epoch;
    this.#retention = retention;
  }

  get state(): FileState {
    return {
      bytes: this.#bytes,
      lost: this.#lost ?? 0,
      openings: this.#openings,
      ...(this.#trouble === undefined ? {} : { trouble: this.#trouble }),
      ...(this.#setAside === undefined ? {} : { setAside: this.#setAside }),
    };
  }

  /** Throws only what another try would not mend: it is another hub's or another program's. */
  openFirst(now: number): void {
    try {
      this.#opened(now);
    } catch (error) {
      if (isEddyError(error)) throw error;
      this.#trouble = describeTrouble(error);
    }
  }

  /** False: there was no room, and `state` says why. */
  keep(rows: readonly Row[], now: number): boolean {
    this.#remember(rows);
    try {
      this.#keepOnce(rows, now);
    } catch (error) {
      if (!isDamageOrStrange(error) || !this.#begunAnew(error, now)) return this.#failed(error);
      try {
        this.#keepOnce(rows, now);
      } catch (again) {
        return this.#failed(again);
      }
    }
    this.#trouble = undefined;
    this.#pruneIfOver();
    return true;
  }

  /** Throws `no-store` when there is nothing to read from. */
  read<T>(now: number, look: (reader: RowReader) => T): T {
    try {
      return look(this.#opened(now).reader);
    } catch (error) {
      const why = describeTrouble(error);
      if (isDamage(error)) this.#begunAnew(error, now);
      throw fail('no-store', `The store ${this.#path} cannot be read: ${why}.`, { cause: error });
    }
  }

  /** One step; 0: it is done. */
  pruneStep(now: number): number {
    try {
      const { pruner } = this.#opened(now);
      const went = pruner.stepByAge(now) || pruner.stepBySize(false);
      if (went === 0) pruner.giveBack();
      this.#bytes = pruner.bytes;
      return went;
    } catch (error) {
      if (this.#isClosed) return 0;
      if (isDamageOrStrange(error)) this.#begunAnew(error, now);
      else this.#trouble = describeTrouble(error);
      return 0;
    }
  }

  /** The file has a text that is none of ours. */
  damaged(why: string, now: number): void {
    this.#begunAnew(new Unreadable(why), now);
  }

  close(): void {
    this.#isClosed = true;
    this.#letGo();
    this.#lock?.close();
    this.#lock = undefined;
  }

  #keepOnce(rows: readonly Row[], now: number): void {
    const { keeper } = this.#opened(now);
    const meta = { epoch: this.#epoch, kept: this.#kept + rows.length, cursor: this.#cursor + eventsIn(rows) };
    keeper.keep(rows, meta, now, this.#repeats ? this.#runs.values() : []);
    this.#repeats = false;
    this.#kept = meta.kept;
    this.#cursor = meta.cursor;
  }

  #failed(error: unknown): false {
    this.#trouble = describeTrouble(error);
    // What was put of runs is not lost with the batch.
    this.#repeats = this.#runs.size > 0;
    return false;
  }

  #opened(now: number): Open {
    if (this.#isClosed) throw fail('closed', 'The store is closed.');
    if (this.#open !== undefined && this.#isThere(this.#open)) return this.#open;
    const last = this.#failedOpening;
    if (last !== undefined && systemClock.monotonic() - last.at < openAgainMs) throw last.error;
    this.#failedOpening = undefined;
    try {
      return this.#openNow(now);
    } catch (error) {
      this.#failedOpening = { at: systemClock.monotonic(), error };
      throw error;
    }
  }

  #openNow(now: number): Open {
    this.#letGo();
    mustBeNoFolder(this.#path);
    makeFolder(dirname(this.#path), 0o700);
    if (this.#lock?.isThere !== true) {
      this.#lock?.close();
      this.#lock = undefined;
      this.#lock = new StoreLock(this.#path);
    }
    if (hasLeftLog(this.#path)) this.#putAside('Its log was left behind without it.', now);
    try {
      return this.#begin();
    } catch (error) {
      if (!isDamageOrStrange(error)) throw error;
      this.#putAside(whyDamaged(error), now);
      return this.#begin();
    }
  }

  #begin(): Open {
    const database = openToWrite(this.#path);
    try {
      return this.#begun(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  #begun(database: DatabaseSync): Open {
    const keeper = new RowKeeper(database);
    const meta = keeper.meta();
    const tally = tryReadTally(this.#path);
    const isCounted = tally !== undefined && tally.epoch === meta.epoch && tally.epoch !== this.#epoch;
    const lost = isCounted ? Math.max(0, tally.accepted - tally.dropped - meta.kept) : 0;
    const cursor = Math.max(this.#cursor, meta.cursor);
    keeper.keep([], { epoch: this.#epoch, kept: this.#kept, cursor }, 0);
    this.#lost ??= lost;
    this.#cursor = cursor;
    this.#repeats = this.#runs.size > 0;
    this.#openings++;
    const pruner = new Pruner(database, this.#retention);
    this.#open = { database, keeper, reader: new RowReader(database), pruner, inode: statSync(this.#path).ino };
    this.#bytes = pruner.bytes;
    this.#trouble = undefined;
    this.#beginTally();
    return this.#open;
  }

  /** From here on the hub's thread writes it. */
  #beginTally(): void {
    const file = new TallyFile(this.#path);
    file.write({ epoch: this.#epoch, pid: process.pid, accepted: this.#kept, dropped: 0 });
    file.close();
  }

  /** SQLite would go on in a file that has no name any more. */
  #isThere({ inode }: Open): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.ino === inode && this.#lock?.isThere === true;
  }

  #begunAnew(error: unknown, now: number): boolean {
    try {
      this.#letGo();
      this.#putAside(whyDamaged(error), now);
      this.#opened(now);
      return true;
    } catch (cause) {
      this.#trouble = describeTrouble(cause);
      return false;
    }
  }

  #putAside(why: string, now: number): void {
    this.#setAside = { path: setAside(this.#path, new Date(now)), why };
  }

  #letGo(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.database.close();
  }

  #remember(rows: readonly Row[]): void {
    for (const row of rows) {
      if (row.item !== 'run' || row.text === null) continue;
      const hasEnded = (JSON.parse(row.text) as { ended?: number }).ended !== undefined;
      if (hasEnded) this.#runs.delete(row.run);
      else if (this.#runs.size < maxRemembered || this.#runs.has(row.run)) this.#runs.set(row.run, row);
    }
  }

  #pruneIfOver(): void {
    try {
      const { pruner } = this.#open!;
      if (pruner.isOver) pruner.stepBySize(true);
      this.#bytes = pruner.bytes;
    } catch (error) {
      this.#trouble = describeTrouble(error);
    }
  }
}
