import { type Clock, isEddyError } from '../../base/index.ts';
import type { Engine } from './ports.ts';
import type { SessionBook } from './session-book.ts';
import type { TargetBook } from './target-book.ts';

/** A thread that is busy reads its orders when it is free: long enough for that, and no leak when it never is. */
const answerWithinMs = 10 * 60_000;

/** Tells targets the plan, and notes in the book what they say to it. */
export class PlanSender {
  readonly #engine: Engine;
  readonly #book: SessionBook;
  readonly #targets: TargetBook;
  readonly #clock: Clock;
  /** By target: the newest plan that has not been answered. */
  readonly #open = new Map<string, Promise<void>>();

  constructor(engine: Engine, book: SessionBook, targets: TargetBook, clock: Clock) {
    this.#engine = engine;
    this.#book = book;
    this.#targets = targets;
    this.#clock = clock;
  }

  sendToAll(): void {
    for (const target of this.#targets.ids) this.sendTo(target);
  }

  /** Nothing while nothing was ever asked for. */
  sendTo(target: string): void {
    if (this.#book.revision === 0) return;
    const { plan } = this.#book;
    for (const { id } of plan.probes) this.#book.probe(id)?.toldTo(target);
    const answered = this.#send(target, plan).finally(() => {
      if (this.#open.get(target) === answered) this.#open.delete(target);
    });
    this.#open.set(target, answered);
  }

  /** Until every target has answered, at most so long. Gives those that have not. */
  async answered(withinMs: number): Promise<string[]> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.after(withinMs, resolve);
    await Promise.race([Promise.all(this.#open.values()), late]);
    timer.cancel();
    return [...this.#open.keys()];
  }

  async #send(target: string, plan: SessionBook['plan']): Promise<void> {
    try {
      const { bindings } = await this.#engine.order(target, 'plan', { plan }, answerWithinMs);
      for (const binding of bindings) this.#book.bind({ ...binding, target });
    } catch (error) {
      // One that has gone has no probes. Any other refusal is told as the refusal of each probe.
      if (isEddyError(error, 'closed') || isEddyError(error, 'no-answer')) return;
      const reason = error instanceof Error ? error.message : String(error);
      for (const { id } of plan.probes) {
        this.#book.bind({ probe: id, target, state: 'refused', reason, places: [], hits: 0 });
      }
    }
  }
}
