import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { systemClock } from '../../base/index.ts';
import {
  encodeLine,
  type FailOn,
  type OrderLine,
  parseLine,
  protocolVersion,
  RunRecord,
} from '../../wire/protocol/index.ts';

/** Where a keeper puts the lines of its threads. */
export interface Outlet {
  /** Whole lines. */
  write(lines: string): void;
  /** Calls back when all that was written has left this process, or cannot. */
  flush(done: () => void): void;
}

const maxBacklogBytes = 32 * 1024 * 1024;

/** What comes back from a hub. */
export interface HubHearer {
  onOrder(order: OrderLine): void;
  /** The connection is gone, for good. */
  onLost(): void;
}

/** To a hub, over its unix socket. A hub that is gone, or too slow, loses lines and never holds anybody up. */
export class HubOutlet implements Outlet {
  readonly #socket: Socket;
  #failed = false;

  constructor(hub: { readonly path: string; readonly token: string }, pid: number, hears: HubHearer) {
    this.#socket = connect(hub.path);
    this.#socket.on('error', () => {
      this.#failed = true;
    });
    this.#socket.on('close', () => hears.onLost());
    const decoder = new StringDecoder();
    let rest = '';
    this.#socket.on('data', (chunk: Buffer) => {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('{"say":"order"')) hears.onOrder(JSON.parse(line) as OrderLine);
    });
    this.#socket.write(encodeLine({ say: 'hello', version: protocolVersion, token: hub.token, pid }));
  }

  write(lines: string): void {
    if (this.#failed || this.#socket.writableLength > maxBacklogBytes) return;
    this.#socket.write(lines);
  }

  flush(done: () => void): void {
    if (this.#failed) done();
    else this.#socket.write('', () => done());
  }
}

export interface FileTargets {
  readonly reportFile?: string;
  readonly eventsFile?: string;
  readonly failOn?: FailOn;
}

const writeEveryMs = 1_000;

/** Without a hub: the keeper keeps the record of its own process and writes the files, at most once a second and at the end. */
export class FileOutlet implements Outlet {
  readonly #files: FileTargets;
  readonly #record = new RunRecord(systemClock.now());
  #lastWriteMs = 0;

  constructor(files: FileTargets) {
    this.#files = files;
  }

  write(lines: string): void {
    for (const text of lines.split('\n')) {
      if (text === '') continue;
      const line = parseLine(text);
      if (line.say === 'event' && this.#files.eventsFile !== undefined)
        appendFileSync(this.#files.eventsFile, `${JSON.stringify(line.event)}\n`);
      this.#record.take(line);
    }
    if (performance.now() - this.#lastWriteMs > writeEveryMs) this.#save();
  }

  flush(done: () => void): void {
    this.#save();
    done();
  }

  #save(): void {
    const file = this.#files.reportFile;
    if (file === undefined) return;
    this.#lastWriteMs = performance.now();
    try {
      const draft = `${file}.${process.pid}.tmp`;
      writeFileSync(draft, `${JSON.stringify(this.#record.report(systemClock.now()), null, 2)}\n`);
      renameSync(draft, file);
    } catch {
      // The preload has said at start that it cannot be written; nothing more can be done from here.
    }
  }
}
