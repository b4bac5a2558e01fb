/** What one target was told of the plan, and what it answered. At most one plan is on its way to it. */
export class PlanLane {
  /** Revision that it was sent last. */
  told = 0;
  /** Revision that it answered last. */
  answered = 0;
  isSending = false;
  /** Who waited for it waited in vain: nobody waits again before it answers. */
  isLate = false;
  readonly #waiters = new Set<{ readonly revision: number; readonly resolve: () => void }>();

  /** Settles when it has answered that revision or a later one, or when it will not. */
  reach(revision: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiters.add({ revision, resolve });
    return promise;
  }

  hasAnswered(revision: number): void {
    this.answered = revision;
    this.isLate = false;
    for (const waiter of this.#waiters) {
      if (waiter.revision > revision) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** It has gone, or gave no answer. */
  giveUp(): void {
    for (const { resolve } of this.#waiters) resolve();
    this.#waiters.clear();
  }
}
