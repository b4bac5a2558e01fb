import { accessSync, closeSync, constants, existsSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
      closeSync(openSync(this.#temporary, 'w'));
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
