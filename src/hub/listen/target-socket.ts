import type { Socket } from 'node:net';
import { type Clock, fail } from '../../base/index.ts';
import {
  type Answer,
  type Ask,
  type Hello,
  LineCutter,
  maxLineBytes,
  type OrderName,
  protocolVersion,
  type TargetLine,
  targetOf,
} from '../../wire/protocol/index.ts';
import { mustBeShort } from './first-line.ts';
import { Listener } from './listener.ts';
import { OpenOrders, type OrderWay } from './open-orders.ts';
import { readLine } from './read-line.ts';
import { readToEnd } from './read-to-end.ts';

export interface TargetSocketOptions {
  readonly path: string;
  readonly clock: Clock;
  /** The run that this token belongs to; undefined: none. */
  admit(token: string, hello: Hello): string | undefined;
  /** False: it is a target of another run. */
  mayName?(target: string, run: string): boolean;
  onLine(line: TargetLine, run: string): void;
  /** A connection ended; `targets` spoke over it. `why` is there when we ended it, with the name to count it under. */
  onGone(targets: ReadonlySet<string>, why?: { readonly count: string; readonly message: string }): void;
}

/** What nobody who is one of ours ever needs before it says hello. */
const helloWithinMs = 5000;

/** What it has not read of our orders; past it, it is no reader. */
const maxUnreadBytes = 32 * 1024 * 1024;

interface Way extends OrderWay {
  readonly socket: Socket;
  /** Of who speaks there, as it says. */
  readonly pid: number;
  heardMs: number;
}

/**
 * Listens for targets, and sends them orders. One loop: each connection's `data`. A connection that says something wrong is dropped, alone;
 * nothing that comes in can make the hub fail.
 */
export class TargetSocket {
  readonly #options: TargetSocketOptions;
  readonly #listener: Listener;
  readonly #connections = new Set<Socket>();
  /** By target: the connection over which it said that it is there. */
  readonly #ways = new Map<string, Way>();
  readonly #orders: OpenOrders;
  #idle: (() => void) | undefined;
  #closing = false;

  constructor(options: TargetSocketOptions) {
    this.#options = options;
    this.#orders = new OpenOrders(options.clock);
    this.#listener = new Listener({ path: options.path }, socket => this.serve(socket));
  }

  async open(): Promise<void> {
    await this.#listener.open();
  }

  /** Whether it is there now. */
  has(target: string): boolean {
    return this.#ways.has(target);
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Asks one target; fails when it is not there, refuses, does not answer in time, or goes. */
  async order<N extends OrderName>(target: string, name: N, ask: Ask<N>, timeoutMs?: number): Promise<Answer<N>> {
    const way = this.#ways.get(target);
    if (way === undefined) throw fail('closed', `Target ${target} is not there, or no longer.`, { data: { target } });
    return this.#orders.send(way, name, ask, timeoutMs);
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
    await this.#listener.close();
  }

  /** Of somebody who dialled in here, or elsewhere. */
  serve(socket: Socket): void {
    const { admit, clock, onLine, onGone } = this.#options;
    readToEnd(socket);
    const cutter = new LineCutter(maxLineBytes);
    const targets = new Set<string>();
    let run: string | undefined;
    let pid = 0;
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
          if (run !== undefined) {
            const named = targetOf(line);
            if (!targets.has(named) && !this.#mayName(named, run, pid)) {
              drop('connections refused', `Target ${named} is another program’s.`);
              return;
            }
            if (line.say === 'target') {
              targets.add(named);
              this.#addWay({ target: named, socket, pid }, drop);
            }
            this.#heard(line, socket);
            if (line.say === 'answer') continue;
            onLine(line, run);
            if (line.say === 'end') {
              this.#endWays(way => way.socket === socket && way.target === line.target);
              socket.write('{"say":"ack","upTo":"end"}\n');
            }
            continue;
          }
          const isOfOurs = line.say === 'hello' && line.version === protocolVersion;
          const admitted = isOfOurs ? admit(line.token, line) : undefined;
          if (line.say !== 'hello' || (isOfOurs && admitted === undefined)) {
            drop('connections refused', 'Its token is not the one of this run.');
          } else if (admitted === undefined) {
            drop(
              'connections refused',
              `It speaks version ${line.version} of the protocol, we speak ${protocolVersion}.`,
            );
          } else {
            run = admitted;
            pid = line.pid;
            helloTimer.cancel();
          }
        }
        if (run === undefined) mustBeShort(cutter);
      } catch (error) {
        drop('connections with a bad line', error instanceof Error ? error.message : String(error));
      }
    });
    // A target that dies resets its connection: no error of ours. What it had said before is with us.
    socket.on('error', () => {});
    socket.on('close', () => {
      helloTimer.cancel();
      this.#connections.delete(socket);
      this.#endWays(way => way.socket === socket);
      if (cutter.restBytes > 0) why ??= { count: 'lines cut off', message: 'Its last line was cut off.' };
      // Whom we let go ourselves at the end is not lost; and the run's folder, where last words lie, may be gone already.
      if (!this.#closing) onGone(targets, why);
      if (this.#connections.size === 0) this.#idle?.();
    });
  }

  /** One process may come by a new connection before its old one is seen to be gone. */
  #mayName(target: string, run: string, pid: number): boolean {
    const way = this.#ways.get(target);
    return (way === undefined || way.pid === pid) && this.#options.mayName?.(target, run) !== false;
  }

  #addWay(who: Pick<Way, 'target' | 'socket' | 'pid'>, drop: (count: string, message: string) => void): void {
    const { target, socket } = who;
    // A name that another connection has is not given away.
    if (this.#ways.has(target)) return;
    const way: Way = {
      ...who,
      heardMs: 0,
      write: text => {
        if (socket.writableLength > maxUnreadBytes)
          drop('connections that did not read', 'It read none of our orders.');
        else socket.write(text);
      },
      lastHeard: () => way.heardMs,
    };
    this.#ways.set(target, way);
  }

  #heard(line: TargetLine, socket: Socket): void {
    const way = this.#ways.get(targetOf(line));
    if (way?.socket === socket) way.heardMs = this.#options.clock.monotonic();
    if (line.say === 'answer') this.#orders.take(line, ({ target }) => this.#ways.get(target)?.socket === socket);
  }

  #endWays(isEnded: (way: Way) => boolean): void {
    for (const [target, way] of this.#ways) if (isEnded(way)) this.#ways.delete(target);
    this.#orders.end(way => isEnded(way as Way), 'has ended');
  }
}
