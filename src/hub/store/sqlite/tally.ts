import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';

/** What was taken in since the store was opened. It stands beside the database, and outlives a hub that is killed. */
export interface Tally {
  /** Of one opening: the database has the same word when it counts the same items. */
  readonly epoch: string;
  /** Of the hub that has the store open, or had. */
  readonly pid: number;
  readonly accepted: number;
  /** Of these, what there was no room for. */
  readonly dropped: number;
}

/** Always as long: what is written over is never left half, and a full disk has the room already. */
const length = 160;

export function tallyPath(path: string): string {
  return `${path}-tally`;
}

export function tryReadTally(path: string): Tally | undefined {
  try {
    const tally = JSON.parse(readFileSync(tallyPath(path), 'utf8')) as Tally;
    const counts = [tally.pid, tally.accepted, tally.dropped];
    return typeof tally.epoch === 'string' && counts.every(Number.isSafeInteger) ? tally : undefined;
  } catch {
    return undefined;
  }
}

export class TallyFile {
  #file: number | undefined;

  /** Without a tally what is lost cannot be counted; all else goes on. */
  constructor(path: string) {
    try {
      this.#file = openSync(tallyPath(path), constants.O_RDWR | constants.O_CREAT, 0o600);
    } catch {
      this.#file = undefined;
    }
  }

  /** Into the system's memory, in about a microsecond: that outlives us, if not the machine's own end. */
  write(tally: Tally): void {
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, `${JSON.stringify(tally).padEnd(length - 1)}\n`, 0);
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
