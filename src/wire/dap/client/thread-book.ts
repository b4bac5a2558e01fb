import type { DapEvent, StoppedEventBody } from '../index.ts';

/** A stop that nothing has ended yet. */
export interface Stop extends StoppedEventBody {
  /** The thread that stopped; absent where the adapter named none. */
  readonly threadId?: number | undefined;
  /** Counts up over the stops of a session. */
  readonly number: number;
}

/**
 * Which threads of a session are stopped, by what its adapter said. A thread counts as running from the moment that we ask
 * for it: its next stop may come before the answer does.
 */
export class ThreadBook {
  readonly #stops = new Map<number | undefined, Stop>();
  #count = 0;

  /** The latest stop that stands. */
  get latest(): Stop | undefined {
    return [...this.#stops.values()].at(-1);
  }

  stopOf(threadId: number): Stop | undefined {
    return this.#stops.get(threadId);
  }

  take({ event, body }: DapEvent): void {
    if (event === 'stopped') {
      const stop = { ...(body as StoppedEventBody), number: ++this.#count };
      this.#stops.delete(stop.threadId);
      this.#stops.set(stop.threadId, stop);
    } else if (event === 'continued') {
      const { threadId, allThreadsContinued } = body as { threadId: number; allThreadsContinued?: boolean };
      // Absent is true for a request's answer and false for the event.
      this.goesOn(allThreadsContinued === true ? undefined : threadId);
    } else if (event === 'thread') {
      const { reason, threadId } = body as { reason: string; threadId: number };
      if (reason === 'exited') this.#stops.delete(threadId);
    } else if (event === 'terminated' || event === 'exited') {
      this.#stops.clear();
    }
  }

  /** One thread, or all. Gives what takes it back, unless something new was heard. */
  goesOn(threadId: number | undefined): () => void {
    const before = [...this.#stops];
    const count = this.#count;
    if (threadId === undefined) this.#stops.clear();
    else this.#stops.delete(threadId);
    // A stop without a thread was one of all.
    this.#stops.delete(undefined);
    return () => {
      if (this.#count !== count) return;
      for (const [thread, stop] of before) this.#stops.set(thread, stop);
    };
  }
}
