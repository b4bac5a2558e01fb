import { statSync } from 'node:fs';
import { fail, isEddyError } from '../../../base/index.ts';
import { openToRead } from './open-database.ts';
import { RowReader } from './row-reader.ts';
import type { FileState } from './thread-words.ts';
import { describeTrouble, Unreadable } from './trouble.ts';

/** The file, as one sees it who only looks: nothing is changed, locked or put aside. */
export class ReadFile {
  readonly #path: string;
  readonly #close: () => void;
  readonly #reader: RowReader;

  constructor(path: string) {
    this.#path = path;
    try {
      const database = openToRead(path);
      this.#reader = new RowReader(database);
      this.#close = () => database.close();
    } catch (error) {
      throw isEddyError(error) ? error : this.#unread(error);
    }
  }

  get state(): FileState {
    return { bytes: statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0, lost: 0, openings: 1 };
  }

  read<T>(_now: number, look: (reader: RowReader) => T): T {
    try {
      return look(this.#reader);
    } catch (error) {
      throw this.#unread(error);
    }
  }

  close(): void {
    this.#close();
  }

  #unread(cause: unknown) {
    const why = cause instanceof Unreadable ? cause.why : `${describeTrouble(cause)}.`;
    return fail('no-store', `The store ${this.#path} cannot be read. ${why}`, { cause });
  }
}
