import { type Clock, counter, isEddyError } from '../../base/index.ts';
import type { EddyEvent, EventKind } from '../../wire/protocol/index.ts';
import type { Bus, Store } from '../session/index.ts';
import type { DebugEventKind, SessionEnd } from './debug-event.ts';
import type { DeskLine } from './desk-line.ts';
import type { EventWaits } from './event-waits.ts';
import type { SessionOptions, SessionRoom } from './session-room.ts';
import type { SessionState } from './session-state.ts';

export interface SessionWork {
  readonly clock: Clock;
  readonly room: SessionRoom;
  readonly line: DeskLine;
  readonly bus: Bus;
  readonly waits: EventWaits;
  readonly store: Store | undefined;
  onTrouble(error: unknown): void;
}

/** Opens sessions and closes them, and tells what happens in them. */
export class SessionLife {
  opened = 0;
  readonly #work: SessionWork;
  readonly #nextSeq = counter();
  readonly #counts = new Map<EventKind, number>();

  constructor(work: SessionWork) {
    this.#work = work;
  }

  /** Events by kind, of sessions that are closed too. */
  get counts(): Readonly<Partial<Record<DebugEventKind, number>>> {
    return Object.fromEntries(this.#counts);
  }

  enter(name: string, options: SessionOptions): SessionState {
    const { room, clock } = this.#work;
    const { state, isNew } = room.enter(name, options);
    if (!isNew) return state;
    this.opened++;
    const { sessionMs: ownMs = Number.POSITIVE_INFINITY } = options;
    const limitMs = Math.min(ownMs, room.limits.sessionMs ?? Number.POSITIVE_INFINITY);
    if (limitMs < Number.POSITIVE_INFINITY) {
      state.timer = clock.after(limitMs, () => void this.close(state, 'timed-out'));
    }
    this.publish(state, this.#own('session-opened', { name, metadata: state.metadata }));
    this.#keep(state);
    return state;
  }

  /** The last one who has it open closes it. */
  async release(state: SessionState, end: SessionEnd, error?: unknown): Promise<void> {
    if (!state.isActive) return state.closing;
    state.users--;
    if (state.users === 0) await this.close(state, end, error);
  }

  close(state: SessionState, end: SessionEnd, error?: unknown): Promise<void> {
    state.closing ??= this.#close(state, end, error);
    return state.closing;
  }

  async closeAll(end: SessionEnd): Promise<number> {
    const { open } = this.#work.room;
    await Promise.all(open.map(state => this.close(state, end)));
    return open.length;
  }

  publish(state: SessionState, event: EddyEvent): void {
    const { room, store, waits, bus } = this.#work;
    const own = state.take(event);
    this.#counts.set(own.kind, (this.#counts.get(own.kind) ?? 0) + 1);
    store?.put({ item: 'event', run: room.tag, event: own });
    waits.take(own);
    bus.publish(own);
  }

  /** Nothing of it is left at the desk when this settles. It never throws: what failed is a trouble. */
  async #close(state: SessionState, end: SessionEnd, error: unknown): Promise<void> {
    const { clock, room, line } = this.#work;
    state.end = end;
    state.close(clock.now());
    room.leave(state);
    if (state.asks.size > 0) await Promise.allSettled(state.asks);
    const stillHeld = end === 'hub-gone' ? [] : await this.#unset(state);
    line.forget(state);
    const { openedAt, closedAt = openedAt } = state.record;
    const why = error === undefined ? {} : { error: error instanceof Error ? error.message : String(error) };
    const left = stillHeld.length === 0 ? {} : { stillHeld };
    this.publish(state, this.#own('session-closed', { end, tookMs: closedAt - openedAt, ...why, ...left }));
    this.#keep(state);
  }

  /** Gives what is still held after all. */
  async #unset({ deskId }: SessionState): Promise<readonly string[]> {
    if (deskId === undefined) return [];
    const { line, onTrouble } = this.#work;
    try {
      const { stillHeld } = await line.desk.ask('unset', { what: deskId });
      return stillHeld.map(({ id }) => id);
    } catch (error) {
      // It is not there any more, or nobody is.
      if (!isEddyError(error, 'unknown-id') && !isEddyError(error, 'closed')) onTrouble(error);
      return [];
    }
  }

  #own(kind: EventKind, data: Record<string, unknown>): EddyEvent {
    return { seq: this.#nextSeq(), at: this.#work.clock.now(), kind, target: this.#work.room.tag, data };
  }

  #keep({ record }: SessionState): void {
    const { store, room } = this.#work;
    if (store === undefined) return;
    const { events: _, ...session } = record.view();
    store.put({ item: 'session', run: room.tag, session });
  }
}
