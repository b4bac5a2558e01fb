import type { DatabaseSync } from 'node:sqlite';
import type { Retention } from '../rows/index.ts';

/** In one transaction at most: some milliseconds, between which batches are kept. */
const rowsAtOnce = 5_000;
/** So far down, that not each batch goes over again. */
const roomLeft = 0.9;
/** Free pages are used again; more than that part of the file goes back to the disk. */
const mostFree = 0.25;

/** Lets go what is too old or too much, a step at a time. */
export class Pruner {
  readonly #database: DatabaseSync;
  readonly #retention: Retention;

  constructor(database: DatabaseSync, retention: Retention) {
    this.#database = database;
    this.#retention = retention;
  }

  /** What is used of the file; the rest of it is room for more. */
  get bytes(): number {
    return (this.#pragma('page_count') - this.#pragma('freelist_count')) * this.#pragma('page_size');
  }

  get isOver(): boolean {
    return this.bytes > this.#retention.maxBytes;
  }

  /** Rows of one step that went; 0: nothing is too old. */
  stepByAge(now: number): number {
    if (this.#retention.maxAgeMs === undefined) return 0;
    const oldest = now - this.#retention.maxAgeMs;
    const events = this.#changes(
      'DELETE FROM event WHERE cursor IN (SELECT cursor FROM event WHERE at < ? ORDER BY at LIMIT ?)',
      oldest,
      rowsAtOnce,
    );
    return events > 0 ? events : this.#letRunsGo(oldest);
  }

  /** Rows of one step that went; 0: there is room, or nothing that could go. `down`: until there is some to spare. */
  stepBySize(down: boolean): number {
    if (this.bytes <= this.#retention.maxBytes * (down ? roomLeft : 1)) return 0;
    const oldest = this.#database.prepare('SELECT at FROM event ORDER BY cursor LIMIT 1').get();
    const runs = this.#letRunsGo(oldest === undefined ? Number.MAX_VALUE : Number(oldest.at));
    if (runs > 0 || oldest === undefined) return runs;
    const part = Math.ceil(this.#pragma('page_count') / 10);
    return this.#changes(
      'DELETE FROM event WHERE cursor IN (SELECT cursor FROM event ORDER BY cursor LIMIT ?)',
      Math.min(rowsAtOnce, Math.max(50, part)),
    );
  }

  /** Gives free pages back to the disk where there are many. */
  giveBack(): void {
    const free = this.#pragma('freelist_count');
    if (free > this.#pragma('page_count') * mostFree) this.#database.exec(`PRAGMA incremental_vacuum(${free})`);
  }

  /** Of runs that nothing was put of since then, and of which no events are left. */
  #letRunsGo(before: number): number {
    return this.#changes(
      `DELETE FROM named WHERE run IN (
         SELECT run FROM named GROUP BY run HAVING max(touched) < ?
         AND NOT EXISTS (SELECT 1 FROM event WHERE event.run = named.run) ORDER BY max(touched) LIMIT 50
       )`,
      before,
    );
  }

  #changes(sql: string, ...values: number[]): number {
    return Number(this.#database.prepare(sql).run(...values).changes);
  }

  #pragma(name: 'page_count' | 'freelist_count' | 'page_size'): number {
    return Number(this.#database.prepare(`PRAGMA ${name}`).get()?.[name]);
  }
}
