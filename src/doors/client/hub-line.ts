import type { Socket } from 'node:net';
import { type Clock, counter, fail, isErrorCode, systemClock, type Timer } from '../../base/index.ts';
import {
  type ControlAnswer,
  type ControlAsk,
  type ControlLine,
  type ControlName,
  controlVersion,
  type EddyEvent,
  type EventKind,
  type HubState,
  LineCutter,
  maxLineBytes,
  type Observed,
  parseControlLine,
  type RunCard,
  sayDuration,
  type TargetInfo,
  type WireError,
} from '../../wire/protocol/index.ts';

const answerWithinMs = 20_000;
/** A run that is stopped itself must not keep who looks for another. */
const helloWithinMs = 2000;

/** A hub, as who asks it sees it. */
export interface Hub {
  readonly run: RunCard;
  /** Who was there when it was dialled. */
  readonly targets?: readonly TargetInfo[];
  /** What the hub had seen at its last answer. */
  readonly observed?: Observed | undefined;
  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
  /** Events from now on; `lost`: so many were dropped, as they came faster than they were read. */
  follow(kinds: readonly EventKind[] | undefined, listener: HubListener): Promise<void>;
  /** The next event that it is so of; fails when none came in time, or the hub has gone. */
  waitFor(kinds: readonly EventKind[], isIt: (event: EddyEvent) => boolean, withinMs: number): Promise<EddyEvent>;
  /** Settles when the hub has gone, or when it was closed here. */
  readonly ended: Promise<void>;
  close(): void;
}

export interface HubListener {
  onEvent(event: EddyEvent): void;
  /** The whole, to who asked for it: first, and whenever events were lost. */
  onState?(state: HubState, lost: number): void;
  onLost?(count: number): void;
}

interface Open {
  readonly what: ControlName;
  readonly timer: Timer;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The line to one hub. One loop: the socket's `data`. Requests run beside each other, answers are matched by id. */
export class HubLine implements Hub {
  run: RunCard;
  targets: readonly TargetInfo[] = [];
  readonly ended: Promise<void>;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #nextId = counter();
  readonly #open = new Map<number, Open>();
  /** With the kinds that each wants; undefined: all. */
  readonly #listeners = new Map<HubListener, ReadonlySet<string> | undefined>();
  /** What the hub was asked to tell; undefined: everything. */
  #kinds: ReadonlySet<string> | undefined | 'none' = 'none';
  #observed: Observed | undefined;
  /** Why the hub let us go, where it said so. */
  #trouble: WireError | undefined;

  constructor(run: RunCard, socket: Socket, clock: Clock = systemClock) {
    this.run = run;
    this.#socket = socket;
    this.#clock = clock;
    const cutter = new LineCutter(maxLineBytes);
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const text of cutter.push(chunk)) this.#take(parseControlLine(text));
      } catch (error) {
        this.#trouble = { code: 'bad-message', message: error instanceof Error ? error.message : String(error) };
        socket.destroy();
      }
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    socket.on('close', () => {
      for (const { what, timer, reject } of this.#open.values()) {
        timer.cancel();
        reject(this.#gone(what));
      }
      this.#open.clear();
      resolve();
    });
  }

  /** First of all. */
  async hello(token: string, as: string): Promise<ControlAnswer<'hello'>> {
    const answer = await this.#ask('hello', { version: controlVersion, token, pid: process.pid, as }, helloWithinMs);
    this.run = answer.run;
    this.targets = answer.targets;
    return answer;
  }

  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
    return this.#ask(name, ask, answerWithinMs);
  }

  #ask<N extends ControlName>(name: N, ask: ControlAsk<N>, withinMs: number): Promise<ControlAnswer<N>> {
    if (this.#socket.destroyed) return Promise.reject(this.#gone(name));
    const id = this.#nextId();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const late = () => {
      this.#open.delete(id);
      reject(fail('no-answer', `The run did not answer "${name}" within ${sayDuration(withinMs)}.`));
    };
    const timer = this.#clock.after(withinMs, late, { holdsProcess: true });
    this.#open.set(id, { what: name, timer, resolve, reject });
    this.#socket.write(`${JSON.stringify({ id, do: name, ask })}\n`);
    return promise as Promise<ControlAnswer<N>>;
  }

  async follow(kinds: readonly EventKind[] | undefined, listener: HubListener): Promise<void> {
    const wanted = kinds === undefined ? undefined : new Set<string>(kinds);
    this.#listeners.set(listener, wanted);
    // One line has one following: it is as wide as its widest listener.
    this.#kinds = this.#kinds === 'none' ? wanted : wanted && this.#kinds && new Set([...this.#kinds, ...wanted]);
    const all = this.#kinds === undefined ? {} : { kinds: [...this.#kinds] as EventKind[] };
    await this.ask('follow', { ...all, ...(listener.onState === undefined ? {} : { full: true }) });
  }

  async waitFor(
    kinds: readonly EventKind[],
    isIt: (event: EddyEvent) => boolean,
    withinMs: number,
  ): Promise<EddyEvent> {
    const { promise, resolve, reject } = Promise.withResolvers<EddyEvent>();
    const listener: HubListener = {
      onEvent(event) {
        if (isIt(event)) resolve(event);
      },
    };
    const late = () =>
      reject(fail('deadline-passed', `No such event (${kinds.join(', ')}) came within ${sayDuration(withinMs)}.`));
    const timer = this.#clock.after(withinMs, late, { holdsProcess: true });
    void this.ended.then(() => reject(this.#gone('follow')));
    try {
      await this.follow(kinds, listener);
      return await promise;
    } finally {
      timer.cancel();
      this.#listeners.delete(listener);
    }
  }

  get observed(): Observed | undefined {
    return this.#observed;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(line: ControlLine): void {
    if ('event' in line) {
      for (const [listener, kinds] of [...this.#listeners]) {
        if (kinds?.has(line.event.kind) !== false) listener.onEvent(line.event);
      }
    } else if ('state' in line) {
      for (const listener of this.#listeners.keys()) listener.onState?.(line.state, line.droppedEvents);
    } else if ('droppedEvents' in line) {
      for (const listener of this.#listeners.keys()) listener.onLost?.(line.droppedEvents);
    } else {
      this.#answer(line);
    }
  }

  #answer(line: Extract<ControlLine, { id: number }>): void {
    const open = this.#open.get(line.id);
    if (open === undefined) {
      if ('error' in line) this.#trouble = line.error;
      return;
    }
    this.#open.delete(line.id);
    open.timer.cancel();
    if ('error' in line) open.reject(asError(line.error));
    else {
      this.#observed = line.observed;
      open.resolve(line.result);
    }
  }

  #gone(what: ControlName): Error {
    if (this.#trouble !== undefined) return asError(this.#trouble);
    return fail('closed', `The run ended before it answered "${what}".`, { hint: 'What runs: eddy runs.' });
  }
}

function asError({ code, message, data = {} }: WireError): Error {
  return fail(isErrorCode(code) ? code : 'refused', message, { data: { ...data, code } });
}
