import type { Activation } from './activation.ts';

/** Those that have waited long. Their functions alone keep them. */
export class OldActivations {
  readonly #refs = new Set<WeakRef<Activation>>();

  add(one: Activation): void {
    this.#refs.add(new WeakRef(one));
  }

  *live(): IterableIterator<Activation> {
    for (const ref of this.#refs) {
      const one = ref.deref();
      if (one !== undefined && !one.ended) yield one;
    }
  }

  /** Lets go of those that have ended, and of those that the collector took: how many these were. */
  sweep(): number {
    let taken = 0;
    for (const ref of this.#refs) {
      const one = ref.deref();
      if (one === undefined) taken++;
      if (one === undefined || one.ended) this.#refs.delete(ref);
    }
    return taken;
  }
}
