import { type Clock, isEddyError } from '../../base/index.ts';
import { PlanLane } from './plan-lane.ts';
import type { Engine } from './ports.ts';
import type { SessionBook } from './session-book.ts';
import type { TargetBook } from './target-book.ts';

/** A thread that is busy reads its orders when it is free: long enough for that, and no leak when it never is. */
const answerWithinMs = 10 * 60_000;

/**
 * Tells targets the plan, and notes in the book what they say to it. One loop a target, which ends when the target has
 * answered the newest plan: what changes meanwhile goes out as one.
 */
export class PlanSender {
  readonly #engine: Engine;
  readonly #book: SessionBook;
  readonly #targets: TargetBook;
  readonly #clock: Clock;
  readonly #lanes = new Map<string, PlanLane>();

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
    this.#book.toldTo(target);
    let lane = this.#lanes.get(target);
    if (lane === undefined) {
      lane = new PlanLane();
      this.#lanes.set(target, lane);
    }
    if (!lane.isSending) void this.#run(target, lane);
  }

  /** Until every target has answered what is asked for now, at most so long. Gives those that have not. */
  async answered(withinMs: number): Promise<string[]> {
    const { revision } = this.#book;
    const open = [...this.#lanes].filter(([, lane]) => lane.answered < revision);
    const waits = open.filter(([, lane]) => lane.isSending && !lane.isLate).map(([, lane]) => lane.reach(revision));
    if (waits.length > 0) {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = this.#clock.after(withinMs, resolve);
      await Promise.race([Promise.all(waits), late]);
      timer.cancel();
    }
    const left = open.filter(([target, lane]) => lane.answered < revision && this.#lanes.get(target) === lane);
    for (const [, lane] of left) lane.isLate = true;
    return left.map(([target]) => target);
  }

  /** It has gone, with what it was told. */
  forget(target: string): void {
    this.#lanes.get(target)?.giveUp();
    this.#lanes.delete(target);
  }

  async #run(target: string, lane: PlanLane): Promise<void> {
    lane.isSending = true;
    while (lane.told < this.#book.revision && this.#lanes.get(target) === lane) {
      const { plan } = this.#book;
      lane.told = plan.revision;
      if (await this.#send(target, lane, plan)) lane.hasAnswered(plan.revision);
    }
    lane.isSending = false;
    lane.giveUp();
  }

  /** True when it answered: with bindings, or with a refusal. */
  async #send(target: string, lane: PlanLane, plan: SessionBook['plan']): Promise<boolean> {
    try {
      const { bindings } = await this.#engine.order(target, 'plan', { plan }, answerWithinMs);
      for (const binding of bindings) this.#book.bind({ ...binding, target });
    } catch (error) {
      // One that has gone has no probes. Any other refusal is told as the refusal of each probe.
      if (isEddyError(error, 'closed') && this.#lanes.get(target) === lane) this.forget(target);
      if (isEddyError(error, 'closed') || isEddyError(error, 'no-answer')) return false;
      const reason = error instanceof Error ? error.message : String(error);
      for (const { id } of plan.probes) {
        this.#book.bind({ probe: id, target, state: 'refused', reason, places: [], hits: 0 });
      }
    }
    return true;
  }
}
