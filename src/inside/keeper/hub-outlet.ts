import type { Socket } from 'node:net';
import { type Clock, Redial, type RedialPace, systemClock } from '../../base/index.ts';
import { LineCutter, maxLineBytes, type OrderLine, type TargetLine } from '../../wire/protocol/index.ts';
import { Backlog } from './backlog.ts';
import { HubAsks } from './hub-asks.ts';
import { dialHub, greeting, type HubPlace, socketPathOf } from './hub-place.ts';
import { leaveLines, tryTakeBackLines } from './leave-lines.ts';
import type { Outlet } from './outlet.ts';
import { Standing } from './standing.ts';

/** Events that wait for a hub. */
const backlogBytes = 4 * 1024 * 1024;
/** What may stand unsent in a connection. A hub that reads slower hears the whole again when it has read that. */
const behindBytes = 32 * 1024 * 1024;

/** What comes of a hub. */
export interface HubHearer {
  onOrder(order: OrderLine): void;
  /** Lines are taken from now on. */
  onReady(): void;
  /** It is gone: nobody can ask for anything. */
  onLost(): void;
  /** It, or one in its place, is there again. */
  onFound(): void;
  /** A line of this target will never be heard. */
  onLetGo(target: string, isEvent: boolean): void;
}

/** The process that speaks, and its main thread's target; and how it comes back. */
export interface Speaker {
  readonly pid: number;
  readonly target: string;
  readonly reconnect?: Partial<RedialPace>;
}

/**
 * To a hub. One that is gone, or too slow, loses events and never holds anybody up; one that comes back hears first how all
 * stands, then what happened meanwhile, as far as it was kept. One loop: the connection's `data`.
 */
export class HubOutlet implements Outlet {
  readonly #hub: HubPlace;
  readonly #who: Speaker;
  readonly #hears: HubHearer;
  readonly #redial: Redial;
  readonly #standing = new Standing();
  readonly #backlog: Backlog;
  readonly #asks = new HubAsks();
  #socket: Socket | undefined;
  /** `behind`: it is there, and hears no news until it has read what it was told. */
  #state: 'dialling' | 'open' | 'behind' | 'away' = 'dialling';
  #isLost = false;
  #isReady = false;
  /** Targets whose end was said over this connection and not acknowledged yet, in their order. */
  #ends: string[] = [];
  /** Targets whose last words lie beside the socket. */
  readonly #left = new Set<string>();
  readonly #flushes = new Map<string, (left: boolean) => void>();

  constructor(hub: HubPlace, who: Speaker, hears: HubHearer, clock: Clock = systemClock) {
    this.#hub = hub;
    this.#who = who;
    this.#hears = hears;
    this.#backlog = new Backlog(backlogBytes, target => hears.onLetGo(target, true));
    this.#redial = new Redial({
      ...{ clock, random: Math.random, pace: who.reconnect },
      dial: () => this.#dial(),
    });
    this.#dial();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  write(target: string, lines: string): void {
    if (this.#state === 'open' && this.#socket!.writableLength > behindBytes) this.#state = 'behind';
    let out = '';
    for (let from = 0, end = lines.indexOf('\n') + 1; end > 0; from = end, end = lines.indexOf('\n', from) + 1)
      out += this.#heard(target, lines.slice(from, end));
    if (out !== '') this.#socket?.write(out);
  }

  flush(target: string, done: (left: boolean) => void): void {
    if (this.#state === 'away') done(this.#keepsFor(target));
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
      if (!this.#standing.note(target, say, line) && !isOpen) this.#hears.onLetGo(target, false);
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
      const hello = greeting(this.#hub, this.#who.pid);
      const socket = dialHub(this.#hub, () => {
        socket.write(hello);
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
    this.#becomeReady();
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
    this.#takeBackLeft();
    socket.cork();
    for (const line of this.#standing.beginnings(this.#ends)) socket.write(line);
    for (const { line } of this.#backlog.take()) socket.write(line);
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

  #becomeReady(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#hears.onReady();
  }

  #closed(): void {
    this.#becomeReady();
    this.#state = 'away';
    this.#socket = undefined;
    this.#asks.clear();
    this.#ends = [];
    for (const target of [...this.#flushes.keys()]) this.#settle(target, this.#keepsFor(target));
    if (!this.#isLost) {
      this.#isLost = true;
      this.#hears.onLost();
    }
    if (this.#hub.keep === true) this.#redial.lost();
  }

  /**
   * What an ended target said and nobody heard is left where the hub looks for it. A thread's words stay with us as well: the
   * process may be killed before the hub is back. At the end of the process nothing is left with us.
   */
  #keepsFor(target: string): boolean {
    if (this.#hub.keep !== true) return true;
    const path = socketPathOf(this.#hub.address);
    const isOver = target === this.#who.target;
    if (path === undefined) return !isOver;
    try {
      const hello = Buffer.from(greeting(this.#hub, this.#who.pid));
      for (const { target: ended, line } of this.#standing.ends()) {
        if (this.#left.has(ended)) continue;
        const happened = ended === this.#who.target ? [...this.#backlog.take()].map(one => one.line) : [];
        leaveLines(path, ended, Buffer.concat([hello, ...this.#standing.beginningOf(ended), ...happened, line]));
        this.#left.add(ended);
      }
      return true;
    } catch {
      return !isOver;
    }
  }

  /** What lies there still is said by us; what is gone was heard. */
  #takeBackLeft(): void {
    for (const target of this.#left)
      if (!tryTakeBackLines(socketPathOf(this.#hub.address)!, target)) this.#standing.forget(target);
    this.#left.clear();
  }

  #settle(target: string, left: boolean): void {
    this.#flushes.get(target)?.(left);
    this.#flushes.delete(target);
  }
}
