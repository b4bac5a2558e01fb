import type { Socket } from 'node:net';
import { type Clock, systemClock } from '../../base/index.ts';
import {
  encodeLine,
  LineCutter,
  maxLineBytes,
  type OrderLine,
  protocolVersion,
  type TargetLine,
} from '../../wire/protocol/index.ts';
import { Backlog } from './backlog.ts';
import { HubAsks } from './hub-asks.ts';
import { dialHub, type HubPlace, tokenOf } from './hub-place.ts';
import type { Outlet } from './outlet.ts';
import { Redial } from './redial.ts';
import { Standing } from './standing.ts';

/** Events that wait for a hub. */
const backlogBytes = 4 * 1024 * 1024;
/** What may stand unsent in a connection. A hub that reads slower hears the whole again when it has read that. */
const behindBytes = 32 * 1024 * 1024;

/** What comes of a hub. */
export interface HubHearer {
  onOrder(order: OrderLine): void;
  /** It is gone: nobody can ask for anything. */
  onLost(): void;
  /** It, or one in its place, is there again. */
  onFound(): void;
  /** A line of this target will never be heard. */
  onLetGo(target: string): void;
}

/**
 * To a hub. One that is gone, or too slow, loses events and never holds anybody up; one that comes back hears first how all
 * stands, then what happened meanwhile, as far as it was kept. One loop: the connection's `data`.
 */
export class HubOutlet implements Outlet {
  readonly #hub: HubPlace;
  readonly #pid: number;
  readonly #hears: HubHearer;
  readonly #redial: Redial;
  readonly #standing = new Standing();
  readonly #backlog: Backlog;
  readonly #asks = new HubAsks();
  #socket: Socket | undefined;
  /** `behind`: it is there, and hears no news until it has read what it was told. */
  #state: 'dialling' | 'open' | 'behind' | 'away' = 'dialling';
  #isLost = false;
  /** Targets whose end was said over this connection and not acknowledged yet, in their order. */
  #ends: string[] = [];
  readonly #flushes = new Map<string, (left: boolean) => void>();

  constructor(hub: HubPlace, pid: number, hears: HubHearer, clock: Clock = systemClock) {
    this.#hub = hub;
    this.#pid = pid;
    this.#hears = hears;
    this.#backlog = new Backlog(backlogBytes, target => hears.onLetGo(target));
    this.#redial = new Redial({ clock, random: Math.random, dial: () => this.#dial() });
    this.#dial();
  }

  write(target: string, lines: string): void {
    if (this.#state === 'open' && this.#socket!.writableLength > behindBytes) this.#state = 'behind';
    let out = '';
    for (let from = 0, end = lines.indexOf('\n') + 1; end > 0; from = end, end = lines.indexOf('\n', from) + 1)
      out += this.#heard(target, lines.slice(from, end));
    if (out !== '') this.#socket?.write(out);
  }

  flush(target: string, done: (left: boolean) => void): void {
    if (this.#state === 'away') done(this.#hub.keep !== true);
    else if (this.#hub.keep !== true && this.#state === 'open') this.#socket!.write('', () => done(true));
    else if (this.#hub.keep === true && !this.#standing.has(target)) done(true);
    else this.#flushes.set(target, done);
  }

  /** What goes out of this line now. */
  #heard(target: string, line: string): string {
    const say = line.slice(line.indexOf(':') + 2, line.indexOf(',') - 1) as TargetLine['say'];
    const isOpen = this.#state === 'open';
    if (say === 'answer') return this.#asks.answered(line);
    if (say === 'event') {
      if (!isOpen && !this.#isOver) this.#backlog.push(target, line);
    } else {
      if (!this.#standing.note(target, say, line) && !isOpen) this.#hears.onLetGo(target);
      if (say === 'end' && isOpen) this.#ends.push(target);
    }
    return isOpen ? line : '';
  }

  /** Gone, and none will take its place. */
  get #isOver(): boolean {
    return this.#isLost && this.#hub.keep !== true;
  }

  #dial(): void {
    this.#state = 'dialling';
    try {
      const token = tokenOf(this.#hub);
      const { run } = this.#hub;
      const socket = dialHub(this.#hub, () => {
        const more = run === undefined ? {} : { run };
        socket.write(encodeLine({ say: 'hello', version: protocolVersion, token, pid: this.#pid, ...more }));
        this.#opened();
      });
      this.#socket = socket;
      const cutter = new LineCutter(maxLineBytes);
      socket.on('error', () => {});
      socket.on('data', (chunk: Buffer) => {
        try {
          for (const text of cutter.push(chunk)) this.#hear(text);
        } catch {
          // It is no hub that speaks so.
          socket.destroy();
        }
      });
      socket.on('drain', () => {
        if (this.#state === 'behind') this.#tellAll();
      });
      socket.on('close', () => this.#closed());
    } catch {
      // There is no token yet, or nothing that can be dialled. Not in the midst of whoever made us.
      queueMicrotask(() => this.#closed());
    }
  }

  #opened(): void {
    this.#redial.connected();
    if (this.#isLost) {
      this.#isLost = false;
      this.#hears.onFound();
    }
    this.#tellAll();
  }

  /** How all stands, what waited, and who has ended: from now on each line goes out as it comes. */
  #tellAll(): void {
    const socket = this.#socket!;
    this.#state = 'open';
    socket.cork();
    for (const line of this.#standing.beginnings(this.#ends)) socket.write(line);
    for (const line of this.#backlog.take()) socket.write(line);
    for (const { target, line } of [...this.#standing.ends(this.#ends)]) {
      this.#ends.push(target);
      socket.write(line);
    }
    socket.uncork();
    if (this.#hub.keep !== true) for (const target of [...this.#flushes.keys()]) this.#flushed(target, socket);
  }

  #flushed(target: string, socket: Socket): void {
    socket.write('', () => this.#settle(target, true));
  }

  #hear(text: string): void {
    this.#redial.stands();
    if (text.startsWith('{"say":"order"')) {
      this.#hears.onOrder(this.#asks.take(JSON.parse(text) as OrderLine));
    } else if (text.startsWith('{"say":"ack","upTo":"end"')) {
      const target = this.#ends.shift();
      if (target === undefined) return;
      this.#standing.forget(target);
      this.#settle(target, true);
    }
  }

  #closed(): void {
    this.#state = 'away';
    this.#socket = undefined;
    this.#asks.clear();
    this.#ends = [];
    for (const target of [...this.#flushes.keys()]) this.#settle(target, this.#hub.keep !== true);
    if (!this.#isLost) {
      this.#isLost = true;
      this.#hears.onLost();
    }
    if (this.#hub.keep === true) this.#redial.lost();
  }

  #settle(target: string, left: boolean): void {
    this.#flushes.get(target)?.(left);
    this.#flushes.delete(target);
  }
}
