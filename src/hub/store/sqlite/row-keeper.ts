import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventRow, NamedRow, Row } from '../rows/index.ts';
import { Unreadable } from './trouble.ts';

export interface Meta {
  readonly epoch: string;
  readonly kept: number;
  readonly cursor: number;
}

/** Writes rows: a batch is kept whole or not at all. */
export class RowKeeper {
  readonly #database: DatabaseSync;
  readonly #event: StatementSync;
  readonly #put: StatementSync;
  readonly #takeBack: StatementSync;
  readonly #meta: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#event = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#put = database.prepare(`
      INSERT INTO named (item, run, id, name, touched, text) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (item, run, id) DO UPDATE SET name = excluded.name, touched = excluded.touched, text = excluded.text
    `);
    this.#takeBack = database.prepare('DELETE FROM named WHERE item = ? AND run = ? AND id = ?');
    this.#meta = database.prepare('UPDATE meta SET epoch = ?, kept = ?, cursor = ? WHERE id = 1');
  }

  meta(): Meta {
    const meta = this.#database.prepare('SELECT epoch, kept, cursor FROM meta WHERE id = 1').get();
    if (typeof meta?.epoch !== 'string' || !Number.isSafeInteger(meta.kept) || !Number.isSafeInteger(meta.cursor))
      throw new Unreadable('It is damaged: it does not know how much it keeps.');
    const newest = this.#database.prepare('SELECT max(cursor) AS cursor FROM event').get();
    const cursor = Math.max(Number(meta.cursor), Number(newest?.cursor ?? 0));
    return { epoch: meta.epoch, kept: Number(meta.kept), cursor };
  }

  /** `repeated` come first and are not counted. `meta` is as it shall be afterwards. */
  keep(rows: readonly Row[], meta: Meta, now: number, repeated: Iterable<NamedRow> = []): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const row of repeated) this.#named(row, now);
      let cursor = meta.cursor - eventsIn(rows);
      for (const row of rows) {
        if (row.item === 'event') this.#insert(++cursor, row);
        else this.#named(row, now);
      }
      this.#meta.run(meta.epoch, meta.kept, meta.cursor);
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  #insert(cursor: number, { run, target, kind, at, flow, session, text }: EventRow): void {
    this.#event.run(cursor, run, target, kind, at, flow, session, text);
  }

  #named({ item, run, id, name, text }: NamedRow, now: number): void {
    if (text === null) this.#takeBack.run(item, run, id);
    else this.#put.run(item, run, id, name, now, text);
  }

  /** Some failures have rolled back already. */
  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {}
  }
}

export function eventsIn(rows: readonly Row[]): number {
  let count = 0;
  for (const { item } of rows) if (item === 'event') count++;
  return count;
}
