import { fail, Ring } from '../../base/index.ts';
import type { Bus, SessionEvent, Subscription } from '../session/index.ts';
import type { DebugEvent, DebugEventKind } from './debug-event.ts';

export type DebugHandler = (event: DebugEvent) => unknown;

/** A handler that failed, or something of ours that did not work. */
export interface DebugTrouble {
  readonly error: Error;
  /** Absent when no event is concerned. */
  readonly event?: DebugEvent;
}

export interface EventHandlersOptions {
  readonly bus: Bus;
  /** Whether it is a session of ours: others may use the bus, too. */
  isOurs(session: string): boolean;
  /** With the event's session as the current one. */
  inSession(session: string, run: () => unknown): unknown;
  onTrouble?(trouble: DebugTrouble): void;
}

const maxTroubles = 20;

/** Who wants to be told of what. Of one session in order: its next event waits for the handlers of the one before. */
export class EventHandlers {
  /** Times that a handler failed. */
  failed = 0;
  readonly #options: EventHandlersOptions;
  readonly #troubles = new Ring<DebugTrouble>(maxTroubles);
  readonly #handlers = new Map<DebugEventKind | '*', DebugHandler[]>();
  #subscription: Subscription | undefined;
  #pastDropped = 0;

  constructor(options: EventHandlersOptions) {
    this.#options = options;
  }

  get count(): number {
    return [...this.#handlers.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Events that handlers were too slow for. */
  get dropped(): number {
    return this.#pastDropped + (this.#subscription?.dropped ?? 0);
  }

  /** The newest; oldest first. */
  get troubles(): readonly DebugTrouble[] {
    return this.#troubles.toArray();
  }

  /** Gives what takes it away again. The same handler twice is called twice. */
  add(kind: DebugEventKind | '*', handler: DebugHandler): () => void {
    if (typeof handler !== 'function') throw fail('bad-usage', `A handler of "${kind}" is a function.`);
    const own: DebugHandler = event => handler(event);
    this.#handlers.set(kind, [...(this.#handlers.get(kind) ?? []), own]);
    this.#subscription ??= this.#options.bus.subscribe(event => this.#call(event));
    return () => this.#remove(kind, own);
  }

  idle(): Promise<void> {
    return this.#subscription?.idle() ?? Promise.resolve();
  }

  trouble(error: unknown, event?: DebugEvent): void {
    const trouble: DebugTrouble = {
      error: error instanceof Error ? error : new Error(String(error)),
      ...(event === undefined ? {} : { event }),
    };
    this.#troubles.push(trouble);
    try {
      this.#options.onTrouble?.(trouble);
    } catch {
      // Who cannot bear to hear of troubles makes no more of them.
    }
  }

  close(): void {
    this.#handlers.clear();
    this.#unsubscribe();
  }

  async #call(given: SessionEvent): Promise<void> {
    if (!this.#options.isOurs(given.session)) return;
    const event = given as DebugEvent;
    for (const handler of [...(this.#handlers.get(event.kind) ?? []), ...(this.#handlers.get('*') ?? [])]) {
      try {
        await this.#options.inSession(event.session, () => handler(event));
      } catch (error) {
        this.failed++;
        this.trouble(error, event);
      }
    }
  }

  #remove(kind: DebugEventKind | '*', own: DebugHandler): void {
    const left = (this.#handlers.get(kind) ?? []).filter(one => one !== own);
    if (left.length > 0) this.#handlers.set(kind, left);
    else this.#handlers.delete(kind);
    if (this.#handlers.size === 0) this.#unsubscribe();
  }

  #unsubscribe(): void {
    this.#pastDropped += this.#subscription?.dropped ?? 0;
    this.#subscription?.close();
    this.#subscription = undefined;
  }
}
