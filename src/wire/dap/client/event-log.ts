import { type Clock, fail } from '../../../base/index.ts';
import type { ClientEvent, ClientEventName } from './client-event.ts';

const waitMs = 20_000;
const maxQueued = 10_000;

export interface WaitOptions<E extends ClientEventName> {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Id of the session that it must come from. */
  readonly session?: string | undefined;
  readonly where?: ((event: ClientEvent<E>) => boolean) | undefined;
}

export interface FollowOptions {
  /** Names that are wanted; without, all. */
  readonly events?: readonly ClientEventName[] | undefined;
  readonly session?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Events as they come; who follows too slowly loses the oldest, with a count. */
export interface EventStream extends AsyncIterableIterator<ClientEvent> {
  /** Above zero, the reader was too slow. */
  readonly droppedCount: number;
}

type Listener = { take(event: ClientEvent): void; end(why: string): void };

/** Hands each event to who waits for it and to who follows. Nothing is kept for who comes later. */
export class EventLog {
  readonly #clock: Clock;
  readonly #listeners = new Set<Listener>();
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(session: { readonly id: string; readonly name: string }, event: string, body: unknown): void {
    const at = this.#clock.now();
    const told = { number: ++this.#last, at, session: session.id, sessionName: session.name, event, body };
    for (const listener of [...this.#listeners]) listener.take(told as ClientEvent);
  }

  /** Nothing more comes: who waits fails, who follows is through. */
  end(why: string): void {
    for (const listener of [...this.#listeners]) listener.end(why);
  }

  waitFor<E extends ClientEventName>(event: E, options: WaitOptions<E> = {}): Promise<ClientEvent<E>> {
    const { timeoutMs = waitMs, signal, session, where = () => true } = options;
    const { promise, resolve, reject } = Promise.withResolvers<ClientEvent<E>>();
    const late = () => reject(fail('deadline-passed', `No event "${event}" came within ${timeoutMs} ms.`));
    const aborted = () =>
      reject(fail('cancelled', `The wait for "${event}" was cancelled.`, { cause: signal?.reason }));
    const listener: Listener = {
      take: told => {
        if (told.event !== event || (session !== undefined && told.session !== session)) return;
        if (where(told as ClientEvent<E>)) resolve(told as ClientEvent<E>);
      },
      end: why => reject(fail('closed', `No event "${event}" can come any more: ${why}`)),
    };
    const limit = this.#clock.after(timeoutMs, late, { holdsProcess: true });
    signal?.addEventListener('abort', aborted, { once: true });
    if (signal?.aborted === true) aborted();
    this.#listeners.add(listener);
    const done = () => {
      limit.cancel();
      signal?.removeEventListener('abort', aborted);
      this.#listeners.delete(listener);
    };
    // Both: who begins to wait before a request that fails never comes to await it.
    promise.then(done, done);
    return promise;
  }

  follow({ events, session, signal }: FollowOptions = {}): EventStream {
    const wanted = events === undefined ? undefined : new Set<string>(events);
    const queue: ClientEvent[] = [];
    let ended = false;
    let dropped = 0;
    let wake = () => {};
    const listener: Listener = {
      take(event) {
        if (wanted?.has(event.event) === false || (session !== undefined && event.session !== session)) return;
        if (queue.length === maxQueued) dropped += queue.splice(0, 1).length;
        queue.push(event);
        wake();
      },
      end: () => stop(),
    };
    const stop = () => {
      ended = true;
      this.#listeners.delete(listener);
      signal?.removeEventListener('abort', stop);
      wake();
    };
    this.#listeners.add(listener);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    return {
      get droppedCount() {
        return dropped;
      },
      async next() {
        while (queue.length === 0 && !ended) {
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
        }
        const value = queue.shift();
        return value === undefined ? { done: true, value } : { done: false, value };
      },
      async return() {
        queue.length = 0;
        stop();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
