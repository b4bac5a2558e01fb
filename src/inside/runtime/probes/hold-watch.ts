import type { Timer } from '../../../base/index.ts';
import type { Hold } from '../../../wire/protocol/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import { lockBook } from '../locks/index.ts';
import type { HeldFlow } from './held-flow.ts';

const lookEveryMs = 50;

/**
 * Other flows that wait for what held ones have. While any flow is held it looks every 50 ms; a wait counts from the first
 * look that sees it, in real time.
 */
export class HoldWatch {
  readonly #rt: Runtime;
  readonly #seenAt = new WeakMap<object, number>();
  readonly #held: () => Iterable<HeldFlow>;
  readonly #onWaitedFor: (held: HeldFlow, waiter: Hold['waiters'][number]) => void;
  #timer: Timer | undefined;

  constructor(
    rt: Runtime,
    held: () => Iterable<HeldFlow>,
    onWaitedFor: (held: HeldFlow, waiter: Hold['waiters'][number]) => void,
  ) {
    this.#rt = rt;
    this.#held = held;
    this.#onWaitedFor = onWaitedFor;
  }

  start(): void {
    this.#timer ??= this.#rt.clock.every(lookEveryMs, () => this.#rt.guard('holds', () => this.#look()));
    this.#look();
  }

  /** Longest first. */
  waitersFor(flow: Flow): Hold['waiters'][number][] {
    const found: Hold['waiters'][number][] = [];
    const now = this.#rt.clock.monotonic();
    for (const lock of lockBook(this.#rt).busy) {
      if (lock.waiters.size === 0 || ![...lock.holders].some(one => one.flow === flow)) continue;
      for (const wait of lock.waiters) {
        if (wait.flow === flow) continue;
        const seenAt = this.#seenAt.get(wait) ?? now;
        this.#seenAt.set(wait, seenAt);
        found.push({ flow: wait.flow.id, name: wait.flow.name, for: lock.name, waitedMs: Math.round(now - seenAt) });
      }
    }
    return found.sort((a, b) => b.waitedMs - a.waitedMs);
  }

  #look(): void {
    const held = [...this.#held()];
    if (held.length === 0) {
      this.#timer?.cancel();
      this.#timer = undefined;
      return;
    }
    for (const one of held) {
      const [longest] = this.waitersFor(one.visit.flow);
      if (longest !== undefined) this.#onWaitedFor(one, longest);
    }
  }
}
