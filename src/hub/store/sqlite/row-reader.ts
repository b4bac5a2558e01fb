import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventQuery } from '../../session/index.ts';
import { limitOf } from '../rows/index.ts';

/** As it goes to the hub's thread: texts, which are parsed there. */
export interface TextPage {
  readonly cursors: readonly number[];
  readonly runs: readonly string[];
  readonly texts: readonly string[];
  readonly more: boolean;
}

export interface NamedQuery {
  readonly item: string;
  readonly run?: string | undefined;
  readonly name?: string | undefined;
  readonly limit?: number | undefined;
}

export interface NamedTexts {
  readonly runs: readonly string[];
  readonly texts: readonly string[];
}

/** Events from the newest one back. */
const lastAmong = 100_000;
/** Of the shapes that questions take there are few. */
const maxStatements = 64;

export class RowReader {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  events(query: EventQuery): TextPage {
    const limit = limitOf(query.limit);
    const { words, values } = conditions({
      'cursor >': query.after,
      'run =': query.run,
      'session =': query.session,
      'target =': query.target,
      'flow =': query.flow,
      'at >=': query.since,
      'at <=': query.until,
    });
    if (query.kinds !== undefined) {
      words.push(`kind IN (${query.kinds.map(() => '?').join(', ')})`);
      values.push(...query.kinds);
    }
    const sql = `SELECT cursor, run, text FROM event${where(words)} ORDER BY cursor LIMIT ?`;
    const rows = this.#statement(sql).all(...values, limit + 1) as { cursor: number; run: string; text: string }[];
    const page = rows.slice(0, limit);
    return {
      cursors: page.map(row => row.cursor),
      runs: page.map(row => row.run),
      texts: page.map(row => row.text),
      more: rows.length > limit,
    };
  }

  /** A target that never said anything is not looked for in all that others said. */
  lastEvent(run: string, target: string): string | undefined {
    const sql = `
      SELECT text FROM event
      WHERE run = ? AND target = ? AND cursor > (SELECT max(cursor) FROM event) - ${lastAmong}
        AND kind NOT IN ('target-started', 'target-ended')
      ORDER BY cursor DESC LIMIT 1
    `;
    const row = this.#statement(sql).get(run, target) as { text: string } | undefined;
    return row?.text;
  }

  /** The newest first. */
  named({ item, run, name, limit }: NamedQuery, order: 'ASC' | 'DESC'): NamedTexts {
    const { words, values } = conditions({ 'item =': item, 'run =': run, 'name =': name });
    const sql = `SELECT run, text FROM named${where(words)} ORDER BY place ${order} LIMIT ?`;
    const rows = this.#statement(sql).all(...values, limitOf(limit)) as { run: string; text: string }[];
    return { runs: rows.map(row => row.run), texts: rows.map(row => row.text) };
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= maxStatements) this.#statements.clear();
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function conditions(all: Readonly<Record<string, string | number | undefined>>): {
  words: string[];
  values: SQLInputValue[];
} {
  const asked = Object.entries(all).filter((one): one is [string, string | number] => one[1] !== undefined);
  return { words: asked.map(([word]) => `${word} ?`), values: asked.map(([, value]) => value) };
}

function where(words: readonly string[]): string {
  return words.length === 0 ? '' : ` WHERE ${words.join(' AND ')}`;
}
