import { type Clock, fail } from '../../base/index.ts';
import { sayDuration } from '../../wire/protocol/index.ts';
import type { DebugEvent, DebugEventKind } from './debug-event.ts';
import type { SessionState } from './session-state.ts';

export interface WaitOptions {
  /** 30 s unless told. */
  readonly withinMs?: number;
  /** Number of the last event that is known: kept ones after it count too. Without, only what comes from now on. */
  readonly after?: number;
  readonly signal?: AbortSignal;
}

interface Wait {
  readonly kind: DebugEventKind | '*';
  /** Undefined: any. */
  readonly session: string | undefined;
  resolve(event: DebugEvent): void;
  reject(error: Error): void;
}

/** Those who wait for an event. */
export class EventWaits {
  readonly #clock: Clock;
  readonly #waits = new Set<Wait>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async wait(kind: DebugEventKind | '*', state: SessionState | undefined, options: WaitOptions): Promise<DebugEvent> {
    const { withinMs = 30_000, after, signal } = options;
    signal?.throwIfAborted();
    const isIt = (event: DebugEvent) => kind === '*' || event.kind === kind;
    if (after !== undefined) {
      const kept = (state?.record.events ?? []) as readonly DebugEvent[];
      const known = kept.find(event => event.number > after && isIt(event));
      if (known !== undefined) return known;
    }
    if (state?.isOver === true) throw closed(state.record.spec.name, kind);
    const { promise, resolve, reject } = Promise.withResolvers<DebugEvent>();
    const wait: Wait = { kind, session: state?.record.spec.id, resolve, reject };
    const late = () => reject(fail('deadline-passed', `No event "${kind}" came within ${sayDuration(withinMs)}.`));
    const abort = () => reject(signal?.reason);
    const timer = this.#clock.after(withinMs, late, { holdsProcess: true });
    signal?.addEventListener('abort', abort, { once: true });
    this.#waits.add(wait);
    try {
      return await promise;
    } finally {
      this.#waits.delete(wait);
      timer.cancel();
      signal?.removeEventListener('abort', abort);
    }
  }

  take(event: DebugEvent): void {
    for (const { kind, session, resolve, reject } of this.#waits) {
      if (session !== undefined && session !== event.session) continue;
      if (kind === '*' || kind === event.kind) resolve(event);
      else if (session !== undefined && event.kind === 'session-closed') reject(closed(event.sessionName, kind));
    }
  }

  close(): void {
    for (const { kind, reject } of this.#waits)
      reject(fail('closed', `The debugger was closed; no "${kind}" will come.`));
  }
}

function closed(name: string, kind: string): Error {
  return fail('closed', `Session ${name} is closed; no "${kind}" will come.`);
}
