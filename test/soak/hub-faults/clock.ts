import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const places = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib64/faketime/libfaketimeMT.so.1',
  '/usr/lib/faketime/libfaketimeMT.so.1',
];

/** FAKETIME_LIB names one elsewhere. */
function library(): string | undefined {
  return [process.env.FAKETIME_LIB ?? '', ...places].find(path => path !== '' && existsSync(path));
}

export function withoutClock(): string | false {
  return (
    library() === undefined && 'libfaketime is not here (Debian: libfaketime), and the machine’s clock is never touched'
  );
}

/** The clock of one process, which can be put forth and back. The monotonic one runs on, as the machine's does. */
export class SteppedClock {
  readonly env: Readonly<Record<string, string>>;
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'clock');
    this.put(0);
    this.env = {
      LD_PRELOAD: library() ?? '',
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    };
  }

  /** So many seconds from the machine's. Never half written. */
  put(seconds: number): void {
    writeFileSync(`${this.#file}.draft`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    renameSync(`${this.#file}.draft`, this.#file);
  }
}
