import { runtime } from '../core/index.ts';
import { PausableLimit } from './pausable-limit.ts';
import type { SdkPlan } from './sdk-options.ts';
import type { SdkLimit, SdkSession } from './sdk-session.ts';
import { SilentSdk } from './silent-sdk.ts';

/** The three limits of a run. All of them stand still while a tool call of its own runs: it is the program that is slow then. */
export class SdkLimits<M> {
  readonly #plan: SdkPlan<M>;
  readonly #session: SdkSession;
  readonly #first: PausableLimit;
  readonly #idle: PausableLimit;
  readonly #total: PausableLimit;
  #begun = false;

  constructor(plan: SdkPlan<M>, session: SdkSession, onPass: (which: SdkLimit, limitMs: number) => void) {
    this.#plan = plan;
    this.#session = session;
    const make = (which: SdkLimit, limitMs: number): { limit: PausableLimit } => ({
      limit: this.#make(which, limitMs, onPass),
    });
    this.#first = make('first-message', plan.times.firstMessageMs).limit;
    this.#idle = make('idle', plan.times.idleMs).limit;
    this.#total = make('total', plan.times.totalMs).limit;
  }

  startTotal(): void {
    this.#total.start();
  }

  opens(): void {
    this.#begun = false;
    this.#first.start();
  }

  /** The next message is asked for. */
  asks(): void {
    if (this.#begun) this.#idle.start();
  }

  answered(): void {
    this.#begun = true;
    this.#first.stop();
    this.#idle.stop();
  }

  closes(): void {
    this.#first.stop();
    this.#idle.stop();
    this.setTools(0);
  }

  /** The terminal message ends all tool calls that were not told to have ended. */
  tools(message: M, isEnd: boolean): void {
    const { isToolStart, isToolEnd } = this.#plan;
    if (isToolStart === undefined && isToolEnd === undefined && this.#session.toolsRunning === 0) return;
    const change = Number(isToolStart?.(message) ?? 0) - Number(isToolEnd?.(message) ?? 0);
    this.setTools(isEnd ? 0 : this.#session.toolsRunning + change);
  }

  setTools(count: number): void {
    const session = this.#session;
    const before = session.toolsRunning;
    session.toolsRunning = Math.max(0, Number.isFinite(count) ? count : 0);
    if (before === 0 && session.toolsRunning > 0)
      for (const limit of [this.#first, this.#idle, this.#total]) limit.pause();
    if (before > 0 && session.toolsRunning === 0)
      for (const limit of [this.#first, this.#idle, this.#total]) limit.resume();
  }

  silent(which: SdkLimit): SilentSdk | undefined {
    if (which === 'total') return undefined;
    return new SilentSdk(this.#session, which === 'idle' ? this.#idle : this.#first);
  }

  dispose(): void {
    for (const limit of [this.#first, this.#idle, this.#total]) limit.dispose();
  }

  #make(which: SdkLimit, limitMs: number, onPass: (which: SdkLimit, limitMs: number) => void): PausableLimit {
    return new PausableLimit({
      limitMs,
      onPass: () => runtime().guard('sdk limit', () => onPass(which, limitMs)),
      pausedNow: this.#plan.toolRunning,
      holdsProcess: true,
    });
  }
}
