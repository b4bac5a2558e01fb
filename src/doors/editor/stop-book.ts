import type { Arrival, Stop } from './stop.ts';

/** What stands still now. A thread of the editor stands at one place; what else its flow is held at comes after. */
export class StopBook {
  readonly #byKey = new Map<string, Stop>();

  get all(): readonly Stop[] {
    return [...this.#byKey.values()];
  }

  get(key: string): Stop | undefined {
    return this.#byKey.get(key);
  }

  ofThread(thread: number): Stop | undefined {
    return this.all.find(one => one.thread === thread);
  }

  /** Undefined: it was known. */
  add(arrival: Arrival, thread: number): Stop | undefined {
    if (this.#byKey.has(arrival.key)) return undefined;
    const stop = { ...arrival, thread };
    this.#byKey.set(stop.key, stop);
    return stop;
  }

  remove(key: string): Stop | undefined {
    const stop = this.#byKey.get(key);
    this.#byKey.delete(key);
    return stop;
  }

  removeTarget(target: string): readonly Stop[] {
    const gone = this.all.filter(one => one.target === target);
    for (const { key } of gone) this.#byKey.delete(key);
    return gone;
  }
}
