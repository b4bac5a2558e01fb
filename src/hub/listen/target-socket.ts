import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { type Clock, fail } from '../../base/index.ts';
import { maxLineBytes, protocolVersion, type TargetLine } from '../../wire/protocol/index.ts';
import { LineCutter } from './line-cutter.ts';
import { readLine } from './read-line.ts';

export interface TargetSocketOptions {
  readonly path: string;
  readonly token: string;
  readonly clock: Clock;
  onLine(line: TargetLine): void;
  /** A connection ended; `targets` spoke over it. `why` is there when we ended it, with the name to count it under. */
  onGone(targets: ReadonlySet<string>, why?: { readonly count: string; readonly message: string }): void;
}

/** What nobody who is one of ours ever needs before it says hello. */
const helloWithinMs = 5000;

/**
 * Listens for targets. One loop: each connection's `data`. A connection that says something wrong is dropped, alone;
 * nothing that comes in can make the hub fail.
 */
export class TargetSocket {
  readonly #options: TargetSocketOptions;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  #idle: (() => void) | undefined;
  #closing = false;

  constructor(options: TargetSocketOptions) {
    this.#options = options;
    this.#server = createServer(socket => this.#serve(socket));
  }

  async open(): Promise<void> {
    try {
      this.#server.listen(this.#options.path);
      await once(this.#server, 'listening');
      chmodSync(this.#options.path, 0o600);
    } catch (cause) {
      throw fail('cannot-listen', `Our socket ${this.#options.path} could not be opened.`, { cause });
    }
    this.#server.on('error', () => {});
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Until nobody is connected, at most so long. True when all have gone. */
  async waitForIdle(timeoutMs: number): Promise<boolean> {
    // Who connected just now is accepted in the loop's next turn; the one after reads it.
    for (let turn = 0; turn < 2; turn++) await new Promise(resolve => setImmediate(resolve));
    if (this.#connections.size === 0) return true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(timeoutMs, resolve, { holdsProcess: true });
    this.#idle = resolve;
    await promise;
    this.#idle = undefined;
    timer.cancel();
    return this.#connections.size === 0;
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const socket of this.#connections) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    const { token, clock, onLine, onGone } = this.#options;
    const cutter = new LineCutter(maxLineBytes);
    const targets = new Set<string>();
    let greeted = false;
    let why: { count: string; message: string } | undefined;
    const drop = (count: string, message: string) => {
      why ??= { count, message };
      socket.destroy();
    };
    const helloTimer = clock.after(helloWithinMs, () => drop('connections without hello', 'It did not say hello.'));
    this.#connections.add(socket);
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const text of cutter.push(chunk)) {
          if (why !== undefined) return;
          const line = readLine(text);
          if (greeted) {
            if (line.say === 'target') targets.add(line.target.id);
            onLine(line);
            if (line.say === 'end') socket.write('{"say":"ack","upTo":"end"}\n');
          } else if (line.say !== 'hello' || !isSame(line.token, token)) {
            drop('connections refused', 'Its token is not the one of this run.');
          } else if (line.version !== protocolVersion) {
            drop(
              'connections refused',
              `It speaks version ${line.version} of the protocol, we speak ${protocolVersion}.`,
            );
          } else {
            greeted = true;
            helloTimer.cancel();
          }
        }
      } catch (error) {
        drop('connections with a bad line', error instanceof Error ? error.message : String(error));
      }
    });
    // A target that dies resets its connection: no error of ours. What it had said before is with us.
    socket.on('error', () => {});
    socket.on('close', () => {
      helloTimer.cancel();
      this.#connections.delete(socket);
      if (cutter.restBytes > 0) why ??= { count: 'lines cut off', message: 'Its last line was cut off.' };
      // Whom we let go ourselves at the end is not lost; and the run's folder, where last words lie, may be gone already.
      if (!this.#closing) onGone(targets, why);
      if (this.#connections.size === 0) this.#idle?.();
    });
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
