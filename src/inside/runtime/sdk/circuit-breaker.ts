import { fail } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';

export interface CircuitBreakerOptions {
  readonly name?: string;
  /** Failures in a row that open it. */
  readonly failureThreshold?: number;
  /** How long it stays open before one trial is let through. */
  readonly resetTimeoutMs?: number;
  /** Which errors count; by default all that `run` sees. */
  readonly isFailure?: (error: unknown) => boolean;
}

/** `neither`: given up, or failed for a reason that says nothing of the other side. */
export type CircuitOutcome = 'succeeded' | 'failed' | 'neither';
export type CircuitState = 'closed' | 'open' | 'half-open';

/** Refuses work for a while after too many failures in a row; then lets one trial through, and its outcome decides. */
export class CircuitBreaker {
  readonly name: string;
  readonly failureThreshold: number;
  readonly resetTimeoutMs: number;
  readonly #isFailure: (error: unknown) => boolean;
  #failures = 0;
  #openedAt: number | undefined;
  #trialRuns = false;
  #refused = 0;

  constructor(options: CircuitBreakerOptions = {}) {
    this.name = options.name ?? 'circuit';
    this.failureThreshold = options.failureThreshold ?? 5;
    this.resetTimeoutMs = options.resetTimeoutMs ?? 60_000;
    this.#isFailure = options.isFailure ?? (() => true);
    if (!(this.failureThreshold >= 1) || !(this.resetTimeoutMs >= 0)) {
      throw fail(
        'bad-option',
        `A circuit breaker cannot have failureThreshold ${this.failureThreshold} and resetTimeoutMs ${this.resetTimeoutMs}.`,
        { hint: 'Give a threshold of at least 1 and a time of at least 0.' },
      );
    }
  }

  get state(): CircuitState {
    if (this.#openedAt === undefined) return 'closed';
    return runtime().clock.monotonic() - this.#openedAt >= this.resetTimeoutMs ? 'half-open' : 'open';
  }

  get failures(): number {
    return this.#failures;
  }

  /** Times that work was refused. */
  get refused(): number {
    return this.#refused;
  }

  /** How long until a trial is let through; 0 when work is let through now. */
  get opensInMs(): number {
    if (this.#openedAt === undefined) return 0;
    return Math.max(0, this.#openedAt + this.resetTimeoutMs - runtime().clock.monotonic());
  }

  /** Runs `work` unless it is open. */
  async run<T>(work: () => T | PromiseLike<T>): Promise<T> {
    const leave = this.enter();
    try {
      const value = await work();
      leave('succeeded');
      return value;
    } catch (error) {
      leave(this.#isFailure(error) ? 'failed' : 'neither');
      throw error;
    }
  }

  /** Throws when it is open. Who enters says once how it went. */
  enter(): (outcome: CircuitOutcome) => void {
    const { state } = this;
    const trial = state === 'half-open' && !this.#trialRuns;
    if (state !== 'closed' && !trial) {
      this.#refused++;
      throw fail('sdk-circuit-open', `The circuit "${this.name}" is open after ${this.#failures} failures in a row.`, {
        hint: this.#trialRuns
          ? 'A trial runs now; its outcome decides.'
          : `A trial is let through in ${Math.ceil(this.opensInMs)} ms.`,
        data: { failures: this.#failures, opensInMs: this.opensInMs },
      });
    }
    if (trial) this.#trialRuns = true;
    let said = false;
    return outcome => {
      if (said) return;
      said = true;
      this.#left(outcome, trial);
    };
  }

  /** As if it had never failed. */
  reset(): void {
    this.#failures = 0;
    this.#openedAt = undefined;
    this.#trialRuns = false;
  }

  // While it is open only the trial decides: what entered before tells of an older time.
  #left(outcome: CircuitOutcome, trial: boolean): void {
    if (this.#openedAt !== undefined && !trial) return;
    if (outcome === 'succeeded') {
      this.reset();
      return;
    }
    this.#trialRuns = false;
    if (outcome === 'neither') return;
    this.#failures++;
    if (trial || this.#failures >= this.failureThreshold) this.#openedAt = runtime().clock.monotonic();
  }
}
