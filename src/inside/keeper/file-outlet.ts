import { systemClock } from '../../base/index.ts';
import { type FailOn, parseLine, RunRecord } from '../../wire/protocol/index.ts';
import { appendEvents, writeReport } from './out-file.ts';
import type { Outlet } from './outlet.ts';

export interface FileTargets {
  readonly reportFile?: string;
  readonly eventsFile?: string;
  readonly failOn?: FailOn;
}

const writeEveryMs = 1_000;

/** Without a hub: the keeper keeps the record of its own process and writes the files, at most once a second and at the end. */
export class FileOutlet implements Outlet {
  readonly isReady = true;
  readonly #files: FileTargets;
  readonly #record = new RunRecord(systemClock.now());
  #lastWriteMs = 0;

  constructor(files: FileTargets) {
    this.#files = files;
  }

  write(_target: string, lines: string): void {
    for (const text of lines.split('\n')) {
      if (text === '') continue;
      const line = parseLine(text);
      if (line.say === 'event' && this.#files.eventsFile !== undefined)
        appendEvents(this.#files.eventsFile, `${JSON.stringify(line.event)}\n`);
      this.#record.take(line);
    }
    if (performance.now() - this.#lastWriteMs > writeEveryMs) this.#save();
  }

  flush(_target: string, done: (left: boolean) => void): void {
    this.#save();
    done(true);
  }

  #save(): void {
    const file = this.#files.reportFile;
    if (file === undefined) return;
    this.#lastWriteMs = performance.now();
    try {
      writeReport(file, `${JSON.stringify(this.#record.report(systemClock.now()), null, 2)}\n`);
    } catch {
      // The preload has said at start that it cannot be written; nothing more can be done from here.
    }
  }
}
