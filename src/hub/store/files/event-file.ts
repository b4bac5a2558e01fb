import { closeSync, createWriteStream, openSync, type WriteStream } from 'node:fs';
import type { Clock } from '../../../base/index.ts';
import type { EddyEvent } from '../../../wire/protocol/index.ts';
import { cannotWrite, outPath } from './out-path.ts';

/** What may wait for a slow disk or reader. Past it events are dropped and counted: neither we nor the program wait. */
const maxWaitingBytes = 64 * 1024 * 1024;
const closeWithinMs = 2000;

/** Events as they happen, one JSON document a line. */
export class EventFile {
  readonly path: string;
  droppedCount = 0;
  /** Set when writing failed; nothing is written after. */
  error: Error | undefined;
  readonly #stream: WriteStream;
  #isClosed = false;
  readonly #clock: Clock;

  /** Throws what is wrong with the path, before any program is started. */
  constructor(file: string, clock: Clock) {
    const { path, replaceable } = outPath('--events', file);
    this.path = path;
    this.#clock = clock;
    try {
      // A pipe is opened by the stream, off this thread: it waits until somebody reads.
      if (replaceable) closeSync(openSync(path, 'w', 0o600));
    } catch (cause) {
      throw cannotWrite('--events', path, cause);
    }
    this.#stream = createWriteStream(path, { flags: replaceable ? 'a' : 'w' });
    this.#stream.on('error', cause => {
      this.error ??= cannotWrite('--events', path, cause);
    });
  }

  write(event: EddyEvent): void {
    const hasRoom = this.#stream.writableLength <= maxWaitingBytes;
    if (this.error !== undefined || this.#isClosed || !hasRoom) this.droppedCount++;
    else this.#stream.write(`${JSON.stringify(event)}\n`);
  }

  /** Flushes, for a while at most: a pipe whose reader sleeps does not keep us. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.after(closeWithinMs, resolve, { holdsProcess: true });
    this.#stream.once('close', resolve);
    if (this.#stream.closed) resolve();
    else this.#stream.end();
    await promise;
    timer.cancel();
    this.#stream.destroy();
  }
}
