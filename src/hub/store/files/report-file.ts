import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { laidBy } from '../../../base/index.ts';
import type { Report } from '../../../wire/protocol/index.ts';
import { cannotWrite, outPath } from './out-path.ts';

/** The report's file: whoever reads it sees a whole report or the one before, never a half. */
export class ReportFile {
  readonly path: string;
  /** Whether a report of this run is there. */
  isWritten = false;
  readonly #temporary: string | undefined;
  /** Set while the temporary file is there. */
  #isOpen = false;

  /** Throws what is wrong with the path, before any program is started. */
  constructor(file: string) {
    const { path, replaceable } = outPath('--report', file);
    this.path = path;
    this.#temporary = replaceable ? join(dirname(path), `.${basename(path)}.${process.pid}.tmp`) : undefined;
    try {
      if (existsSync(this.path)) accessSync(this.path, constants.W_OK);
      if (this.#temporary === undefined) return;
      // Not what lies there already, as a link that another user has laid. What the program's values say is its user's.
      rmSync(this.#temporary, { force: true });
      closeSync(openSync(this.#temporary, 'wx', modeOf(this.path)));
      this.#isOpen = true;
    } catch (cause) {
      throw cannotWrite('--report', path, cause);
    }
  }

  /** Any number of times; the last one stays. Synchronous: it can be the last thing before a signal ends us. */
  write(report: Report): void {
    const text = `${JSON.stringify(report, null, 2)}\n`;
    try {
      if (this.#temporary === undefined) {
        writeFileSync(this.path, text);
      } else {
        if (!this.#isOpen) closeSync(openSync(this.#temporary, 'wx', modeOf(this.path)));
        this.#isOpen = true;
        writeFileSync(this.#temporary, text);
        renameSync(this.#temporary, this.path);
        this.#isOpen = false;
      }
      this.isWritten = true;
    } catch (cause) {
      throw cannotWrite('--report', this.path, cause);
    }
  }

  /** Leaves no temporary file behind. */
  discard(): void {
    if (this.#isOpen && this.#temporary !== undefined) rmSync(this.#temporary, { force: true });
    this.#isOpen = false;
  }
}

/** A file that is there keeps who may read it, unless another user has laid it meanwhile. */
function modeOf(path: string): number {
  const there = laidBy(path) === undefined ? statSync(path, { throwIfNoEntry: false }) : undefined;
  return (there?.mode ?? 0o600) & 0o777;
}
