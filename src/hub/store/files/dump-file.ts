import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dump } from '../../../wire/protocol/index.ts';
import { cannotWrite, outPath } from './out-path.ts';

/** Dumps of a run: in the file that was named, the newest; else each in a file of its own. */
export class DumpFile {
  readonly #named: string | undefined;
  readonly #folder: string;
  #count = 0;

  /** Throws what is wrong with the path, before any program is started. */
  constructor(named: string | undefined, folder: string) {
    this.#named = named === undefined ? undefined : outPath('--dump', named).path;
    this.#folder = folder;
  }

  /** Says where it is. */
  write(dump: Dump): string {
    this.#count++;
    const name = `eddy-dump-${dump.run.pid}${this.#count === 1 ? '' : `-${this.#count}`}.json`;
    const path = this.#named ?? join(this.#folder, name);
    try {
      // Only a file that was named is written over.
      writeFileSync(path, `${JSON.stringify(dump, null, 2)}\n`, {
        flag: this.#named === undefined ? 'wx' : 'w',
        mode: 0o600,
      });
    } catch (cause) {
      throw cannotWrite('--dump', path, cause);
    }
    return path;
  }
}
