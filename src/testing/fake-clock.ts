import type { Clock, Timer } from '../base/index.ts';

interface Entry {
  at: number;
  order: number;
  everyMs: number | undefined;
  run: () => void;
}

/** Time that moves only when told to: `advance` fires what is due, in order, each at its own moment. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #order = 0;
  readonly #epochMs: number;
  readonly #entries = new Set<Entry>();

  constructor(epochMs = 1_700_000_000_000) {
    this.#epochMs = epochMs;
  }

  now(): number {
    return this.#epochMs + this.#nowMs;
  }

  monotonic(): number {
    return this.#nowMs;
  }

  after(ms: number, run: () => void): Timer {
    return this.#add({ at: this.#nowMs + ms, order: ++this.#order, everyMs: undefined, run });
  }

  every(ms: number, run: () => void): Timer {
    return this.#add({ at: this.#nowMs + ms, order: ++this.#order, everyMs: ms, run });
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#entries.size;
  }

  advance(ms: number): void {
    const until = this.#nowMs + ms;
    for (let next = this.#nextUntil(until); next !== undefined; next = this.#nextUntil(until)) {
      this.#nowMs = next.at;
      if (next.everyMs === undefined) this.#entries.delete(next);
      else next.at += next.everyMs;
      next.run();
    }
    this.#nowMs = until;
  }

  /** Like `advance`, letting promises settle before and after each timer. */
  async advanceAsync(ms: number): Promise<void> {
    const until = this.#nowMs + ms;
    await settled();
    for (let next = this.#nextUntil(until); next !== undefined; next = this.#nextUntil(until)) {
      this.#nowMs = next.at;
      if (next.everyMs === undefined) this.#entries.delete(next);
      else next.at += next.everyMs;
      next.run();
      await settled();
    }
    this.#nowMs = until;
  }

  #add(entry: Entry): Timer {
    this.#entries.add(entry);
    return { cancel: () => this.#entries.delete(entry) };
  }

  #nextUntil(until: number): Entry | undefined {
    let first: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.at > until) continue;
      if (first === undefined || entry.at < first.at || (entry.at === first.at && entry.order < first.order))
        first = entry;
    }
    return first;
  }
}

/** After every microtask that is queued now, and those that they queue. */
function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
