import type { PausableLimit } from './pausable-limit.ts';
import type { SdkSession } from './sdk-session.ts';

/** A wait for a message of a session, as the findings see it. */
export class SilentSdk {
  readonly session: SdkSession;
  readonly #limit: PausableLimit;
  /** The message came, or nobody waits any more. */
  over = false;

  constructor(session: SdkSession, limit: PausableLimit) {
    this.session = session;
    this.#limit = limit;
  }

  get limitMs(): number {
    return this.#limit.limitMs;
  }

  waitedMs(now: number): number {
    return this.#limit.waitedMs(now);
  }
}
