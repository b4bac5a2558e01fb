import { AsyncLocalStorage } from 'node:async_hooks';
import { type Clock, fail, systemClock } from '../../base/index.ts';
import type { ControlAnswer, Hold, Resumed, StackLine, Variable } from '../../wire/protocol/index.ts';
import { type Bus, type Engine, MemoryBus, type Store } from '../session/index.ts';
import {
  answered,
  type BreakpointOptions,
  removeBreakpoint,
  type SetBreakpoint,
  setBreakpoint,
} from './breakpoints.ts';
import type { DebugDesk } from './debug-desk.ts';
import type { DebugEvent, DebugEventKind, SessionEnd } from './debug-event.ts';
import { DebugSession, type SessionInfo } from './debug-session.ts';
import { DeskLine } from './desk-line.ts';
import { type DebugHandler, type DebugTrouble, EventHandlers } from './event-handlers.ts';
import { EventWaits, type WaitOptions } from './event-waits.ts';
import { HeldFlows, type OfHeld, type OfSession } from './held-flows.ts';
import { LocalDesk } from './local-desk.ts';
import { type Paused, pause, resumeAll } from './pause.ts';
import { SessionLife } from './session-life.ts';
import { type DebuggerLimits, type SessionOptions, SessionRoom } from './session-room.ts';
import type { SessionState } from './session-state.ts';

export interface RemoteDebuggerOptions {
  /** A hub, as a client has it, or a `LocalDesk`. Without, `engine` gets a desk of its own. */
  readonly desk?: DebugDesk;
  /** Absent, and no desk: sessions alone, in this process. */
  readonly engine?: Engine;
  /** Where sessions and their events are kept; a hub keeps its own. */
  readonly store?: Store;
  readonly bus?: Bus;
  readonly clock?: Clock;
  readonly limits?: DebuggerLimits;
  /** A handler failed, or something of ours did not work. */
  onTrouble?(trouble: DebugTrouble): void;
}

/** Counts since it began, of sessions that are closed too. */
export interface DebuggerStatistics {
  readonly totalSessions: number;
  readonly activeSessions: number;
  /** Asked for; what became of each is in its session. */
  readonly totalBreakpoints: number;
  readonly activeBreakpoints: number;
  readonly totalEvents: number;
  readonly events: Readonly<Partial<Record<DebugEventKind, number>>>;
  readonly handlers: number;
  readonly failedHandlers: number;
  /** Events that did not reach us, and those that handlers were too slow for. */
  readonly lostEvents: number;
  readonly droppedEvents: number;
}

/**
 * Debug sessions of a program or of many, each apart from all others. The current session is the async context's own: a
 * thousand at once stay apart. Its loops: the desk's events, and one a session for its handlers; `close` ends them.
 */
export class RemoteDebugger {
  readonly #clock: Clock;
  readonly #room: SessionRoom;
  readonly #current = new AsyncLocalStorage<SessionState | undefined>();
  readonly #line: DeskLine;
  readonly #held: HeldFlows;
  readonly #life: SessionLife;
  readonly #handlers: EventHandlers;
  readonly #waits: EventWaits;
  #totalBreakpoints = 0;
  #closing: Promise<void> | undefined;

  constructor(options: RemoteDebuggerOptions = {}) {
    const { clock = systemClock, limits = {}, engine, store, bus = new MemoryBus(), onTrouble } = options;
    const desk: DebugDesk = options.desk ?? new LocalDesk({ clock, ...(engine === undefined ? {} : { engine }) });
    const room = new SessionRoom(clock, limits);
    this.#clock = clock;
    this.#room = room;
    this.#waits = new EventWaits(clock);
    this.#handlers = new EventHandlers({
      bus,
      isOurs: session => session.startsWith(`${room.tag}.`),
      inSession: (session, run) => this.#current.run(room.tryFind(session), run),
      ...(onTrouble === undefined ? {} : { onTrouble: trouble => onTrouble(trouble) }),
    });
    this.#line = new DeskLine(
      desk,
      (state, event) => this.#life.publish(state, event),
      state => void this.#life.close(state, 'closed-by-hub'),
    );
    this.#held = new HeldFlows(desk);
    this.#life = new SessionLife({
      ...{ clock, room, bus, store, line: this.#line, waits: this.#waits },
      onTrouble: error => this.#handlers.trouble(error),
    });
    void desk.ended?.then(() => this.#life.closeAll('hub-gone'));
  }

  /** The session that is current here; undefined outside of all. */
  get currentSession(): DebugSession | undefined {
    const state = this.#current.getStore();
    return state && this.#view(state);
  }

  /** Runs it in a session, which is closed on every way out. */
  async debugSession<T>(
    name: string,
    options: SessionOptions & { readonly signal?: AbortSignal },
    fn: (session: DebugSession) => T | Promise<T>,
  ): Promise<T> {
    const { signal } = options;
    signal?.throwIfAborted();
    this.#mayOpen();
    const state = this.#life.enter(name, options);
    let end: SessionEnd = 'returned';
    let error: unknown;
    try {
      return await withSignal(signal, () => this.#current.run(state, () => fn(this.#view(state))));
    } catch (thrown) {
      end = signal?.aborted === true ? 'aborted' : 'threw';
      error = thrown;
      throw thrown;
    } finally {
      await this.#life.release(state, end, error);
    }
  }

  /** `await using` closes it; it becomes nobody's current session by itself. */
  async openSession(name: string, options: SessionOptions = {}): Promise<DebugSession> {
    this.#mayOpen();
    return this.#view(this.#life.enter(name, options));
  }

  async setBreakpoint(file: string, line: number, options: BreakpointOptions = {}): Promise<SetBreakpoint> {
    const state = this.#active(options);
    const { maxProbesEach = 100 } = this.#room.limits;
    const set = await setBreakpoint(this.#line, state, { file, line }, options, maxProbesEach);
    this.#totalBreakpoints++;
    const { withinMs } = options;
    return withinMs === undefined ? set : answered({ waits: this.#waits, clock: this.#clock }, state, set, withinMs);
  }

  /** Of the session alone. Gives how many there were. */
  removeBreakpoint(file: string, line: number, options: OfSession = {}): Promise<number> {
    return removeBreakpoint(this.#line, this.#active(options), { file, line });
  }

  /** Held flows of the session, the one that waits longest first. */
  getHolds(options: OfSession = {}): Promise<readonly Hold[]> {
    return this.#held.of(this.#active(options));
  }

  /** In a held flow. */
  evaluateExpression(
    expression: string,
    options: OfHeld & { readonly allowSideEffects?: boolean } = {},
  ): Promise<unknown> {
    return this.#held.evaluate(this.#active(options), expression, options);
  }

  getStackTrace(options: OfHeld = {}): Promise<readonly StackLine[]> {
    return this.#held.stack(this.#active(options), options);
  }

  getVariables(options: OfHeld = {}): Promise<readonly Variable[]> {
    return this.#held.variables(this.#active(options), options);
  }

  /** Holds each flow of the session at the statement that it comes to next; all others run on. Tells what was observed. */
  pause(options: OfSession & { readonly withinMs?: number } = {}): Promise<Paused> {
    const work = { line: this.#line, held: this.#held, waits: this.#waits, clock: this.#clock };
    return pause(work, this.#active(options), options.withinMs ?? 1000);
  }

  /** Lets the session's held flows go on and ends its pause; or the one flow that is named. */
  continueExecution(options: OfHeld & { readonly force?: boolean } = {}): Promise<readonly Resumed[]> {
    const state = this.#active(options);
    const isOne = options.hold !== undefined || options.flow !== undefined;
    return isOne ? this.#held.resume(state, options) : resumeAll(this.#held, this.#line, state, options);
  }

  stepOver(options: OfHeld = {}): Promise<ControlAnswer<'step'>> {
    return this.#held.step(this.#active(options), 'over', options);
  }

  stepInto(options: OfHeld = {}): Promise<ControlAnswer<'step'>> {
    return this.#held.step(this.#active(options), 'into', options);
  }

  stepOut(options: OfHeld = {}): Promise<ControlAnswer<'step'>> {
    return this.#held.step(this.#active(options), 'out', options);
  }

  /** Gives what takes the handler away again. While it runs, the event's session is the current one. */
  registerEventHandler(kind: DebugEventKind | '*', handler: DebugHandler): () => void {
    this.#mayOpen();
    return this.#handlers.add(kind, handler);
  }

  /** Settles when handlers have heard all that has happened. */
  handled(): Promise<void> {
    return this.#handlers.idle();
  }

  /** The next one of that kind: of the session, or the current one; outside of all, of any. */
  async waitFor(kind: DebugEventKind | '*', options: OfSession & WaitOptions = {}): Promise<DebugEvent> {
    this.#mayOpen();
    const { session } = options;
    const state = session === undefined ? this.#current.getStore() : this.#room.find(session);
    return this.#waits.wait(kind, state, options);
  }

  getSessionInfo(session?: string): SessionInfo {
    const state = session === undefined ? this.#currentState() : this.#room.find(session);
    return this.#view(state).info;
  }

  /** Those that are open, then the last of those that were. */
  listSessions(): readonly SessionInfo[] {
    return this.#room.all.map(state => this.#view(state).info);
  }

  /** What handlers threw, and what of ours did not work; the newest. */
  get troubles(): readonly DebugTrouble[] {
    return this.#handlers.troubles;
  }

  getStatistics(): DebuggerStatistics {
    const { open, openCount } = this.#room;
    const { counts } = this.#life;
    return {
      totalSessions: this.#life.opened,
      activeSessions: openCount,
      totalBreakpoints: this.#totalBreakpoints,
      activeBreakpoints: open.reduce((sum, { record }) => sum + record.probes.length, 0),
      totalEvents: Object.values(counts).reduce((sum, count) => sum + count, 0),
      events: counts,
      handlers: this.#handlers.count,
      failedHandlers: this.#handlers.failed,
      lostEvents: this.#line.lost,
      droppedEvents: this.#handlers.dropped,
    };
  }

  /** Whoever has them open. Gives how many there were. */
  async closeAllSessions(): Promise<number> {
    return this.#life.closeAll('closed');
  }

  /** Closes every session, and hears nothing more. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #closeAll(): Promise<void> {
    await this.#life.closeAll('closed');
    this.#waits.close();
    this.#handlers.close();
  }

  #view(state: SessionState): DebugSession {
    return new DebugSession(state, {
      release: () => this.#life.release(state, 'closed'),
      close: () => this.#life.close(state, 'closed'),
      run: fn => this.#current.run(state, fn),
    });
  }

  #active({ session }: OfSession): SessionState {
    const state = session === undefined ? this.#currentState() : this.#room.find(session);
    if (state.isActive) return state;
    throw fail('closed', `Session ${state.record.spec.name} is closed.`, { hint: 'Open one: debugSession(name, …).' });
  }

  #currentState(): SessionState {
    const state = this.#current.getStore();
    if (state !== undefined) return state;
    throw fail('bad-usage', 'No session is current here.', {
      hint: 'Ask inside of debugSession, or say which: { session: NAME }.',
    });
  }

  #mayOpen(): void {
    if (this.#closing !== undefined) throw fail('closed', 'The debugger was closed.');
  }
}

/** Ends with the signal, though it may run on. */
async function withSignal<T>(signal: AbortSignal | undefined, run: () => T | Promise<T>): Promise<T> {
  if (signal === undefined) return run();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([run(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
