import { type Context, runtime } from '../core/index.ts';
import { sdkInterruptStuck } from '../findings/sdk-interrupt-stuck.ts';
import type { SdkAttempt } from './sdk-attempt.ts';
import { reasonOf, type Stop } from './sdk-ends.ts';
import type { SdkEnding, SdkSession } from './sdk-session.ts';
import { StopLatch } from './stop-latch.ts';
import { within } from './within.ts';

/** What ends a run before it ends by itself: who came first, whether an interrupt is tried, whether it is forced. */
export class SdkStops {
  /** The attempt that runs now waits on it. */
  latch = new StopLatch();
  /** Until the run has its end; what comes after is too late. */
  open = true;
  forced = false;
  #stop: Stop | undefined;
  /** Who came while a limit was ending an attempt: counts where the run would try again. */
  #next: Stop | undefined;
  #interrupting = false;
  readonly #session: SdkSession;
  readonly #interruptMs: number;
  readonly #loopLeft = Promise.withResolvers<void>();

  constructor(session: SdkSession, interruptMs: number, already: Stop | undefined) {
    this.#session = session;
    this.#interruptMs = interruptMs;
    this.#stop = already;
  }

  get current(): Stop | undefined {
    return this.#stop;
  }

  /** False when another was first, or it is too late. */
  claim(stop: Stop): boolean {
    if (!this.open) return false;
    if (this.#stop === undefined) {
      this.#stop = stop;
      return true;
    }
    if (this.#stop.by === 'limit') this.#next ??= stop;
    return false;
  }

  /** An abort is the harder word: it overtakes an interrupt that is under way. */
  abort(reason: unknown): void {
    const stop: Stop = { by: 'signal', reason };
    if (this.#interrupting && !this.forced && this.open) {
      this.#stop = stop;
      this.force();
    } else if (this.claim(stop)) this.force();
  }

  force(): void {
    this.forced = true;
    this.#session.state = 'stopping';
    this.latch.trip('forced');
  }

  /** Asks the SDK first, and forces it when the loop has not ended in time. Runs beside the loop, and ends with it. */
  interrupt<M>(attempt: SdkAttempt<M>, context: Context): void {
    this.#interrupting = true;
    this.#session.state = 'stopping';
    this.latch.trip('asked');
    void runtime().run(context, () => this.#interrupt(attempt));
  }

  /** The attempt's loop has ended, however. */
  loopLeft(): void {
    if (this.#stop !== undefined) this.#loopLeft.resolve();
  }

  /** The limit of an attempt that is over does not stop the next one. */
  forgetLimit(): void {
    if (this.#stop?.by !== 'limit') return;
    this.#stop = this.#next;
    this.forced = false;
    this.latch = new StopLatch();
  }

  ending(stop: Stop): SdkEnding {
    if (stop.by === 'limit') return { state: 'timed-out', which: stop.which, error: stop.error };
    return { state: this.#interrupting && !this.forced ? 'interrupted' : 'aborted', reason: reasonOf(stop) };
  }

  async #interrupt<M>(attempt: SdkAttempt<M>): Promise<void> {
    const { clock } = runtime();
    const limitMs = this.#interruptMs;
    const from = clock.monotonic();
    const settled = await within(attempt.interrupt(), limitMs);
    const left = Math.max(0, limitMs - (clock.monotonic() - from));
    if ((await within(this.#loopLeft.promise, left)) || this.forced) return;
    const stuck = settled ? 'stream' : 'interrupt';
    this.#session.reportRoot(sdkInterruptStuck, { session: this.#session, asked: 'interrupt', stuck, limitMs });
    this.force();
  }
}
