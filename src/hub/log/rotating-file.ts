import { existsSync } from 'node:fs';
import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, fail } from '../../base/index.ts';

export interface RotatingFileOptions {
  readonly path: string;
  /** A file that would be longer is put aside first. */
  readonly maxBytes: number;
  /** With the one that is written: FILE, FILE.1, FILE.2 … */
  readonly maxFiles: number;
  readonly clock: Clock;
}

/** What may wait for a slow disk; past it lines are dropped and counted. */
const maxWaitingBytes = 8 * 1024 * 1024;
const closeWithinMs = 2_000;

/** Lines of JSON. Who writes never waits. One loop, `#drain`, runs while lines wait; `close` waits for it, not for long. */
export class RotatingFile {
  readonly path: string;
  /** Lines that were let go: the disk was slow, or refused them. */
  droppedCount = 0;
  /** What the disk said first; it is tried again with the next line. */
  error: Error | undefined;
  readonly #options: RotatingFileOptions;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #size: number | undefined;
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(options: RotatingFileOptions) {
    this.path = options.path;
    this.#options = options;
    if (!existsSync(dirname(options.path))) {
      throw fail('cannot-write', `${options.path} cannot be written: its folder is not there.`);
    }
  }

  write(document: unknown): void {
    const line = `${JSON.stringify(document)}\n`;
    if (this.#closed || this.#waitingBytes + line.length > maxWaitingBytes) {
      this.droppedCount++;
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(closeWithinMs, resolve, { holdsProcess: true });
    await Promise.race([this.#draining, late]);
    timer.cancel();
  }

  async #drain(): Promise<void> {
    // What is put in the same turn goes out together.
    await undefined;
    while (this.#waiting.length > 0) {
      const lines = this.#take();
      try {
        await this.#append(lines.join(''));
      } catch (cause) {
        this.droppedCount += lines.length;
        this.#size = undefined;
        this.error ??= fail('cannot-write', `${this.path} cannot be written: ${(cause as Error).message}.`, { cause });
      }
    }
  }

  /** As many lines as one file has room for; at least one. */
  #take(): string[] {
    let bytes = 0;
    let count = 0;
    const room = this.#options.maxBytes - (this.#size ?? 0);
    for (const line of this.#waiting) {
      const next = bytes + Buffer.byteLength(line);
      if (count > 0 && next > room) break;
      bytes = next;
      count++;
    }
    const lines = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#waitingBytes = this.#waiting.reduce((sum, line) => sum + line.length, 0);
    return lines;
  }

  async #append(text: string): Promise<void> {
    const bytes = Buffer.byteLength(text);
    this.#size ??= await sizeOf(this.path);
    if (this.#size > 0 && this.#size + bytes > this.#options.maxBytes) {
      await this.#rotate();
      this.#size = 0;
    }
    await mkdir(dirname(this.path), { recursive: true });
    await appendFile(this.path, text, { mode: 0o600 });
    this.#size += bytes;
  }

  async #rotate(): Promise<void> {
    const { maxFiles } = this.#options;
    const name = (at: number) => (at === 0 ? this.path : `${this.path}.${at}`);
    await rm(name(maxFiles - 1), { force: true });
    for (let at = maxFiles - 2; at >= 0; at--) {
      if (existsSync(name(at))) await rename(name(at), name(at + 1));
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
