import { Context, runtime } from '../core/index.ts';
import { sdkIdle } from '../findings/sdk-idle.ts';
import { sdkInterruptStuck } from '../findings/sdk-interrupt-stuck.ts';
import { sdkNoEnd } from '../findings/sdk-no-end.ts';
import { sdkNoFirstMessage } from '../findings/sdk-no-first-message.ts';
import { Handoff } from './handoff.ts';
import { SdkAttempt } from './sdk-attempt.ts';
import { endChildren } from './sdk-clean-up.ts';
import { abortError, cutShortError, limitError, reasonOf, type Stop } from './sdk-ends.ts';
import { SdkLimits } from './sdk-limits.ts';
import type { SdkPlan } from './sdk-options.ts';
import { resultOf, type SdkResult } from './sdk-result.ts';
import type { SdkEnding, SdkLimit, SdkSession } from './sdk-session.ts';
import { sdkSessions } from './sdk-sessions.ts';
import { SdkStops } from './sdk-stops.ts';

export interface SdkRunOptions<M> {
  /** Nobody reads: every message is asked for at once and dropped after the callbacks. */
  readonly discards: boolean;
  readonly onMessage?: ((message: M) => unknown) | undefined;
  /** Set when it was stopped before it started. */
  readonly stopped?: Stop | undefined;
}

/** `final`: the program's own function threw; another attempt cures nothing. */
type Outcome =
  | { readonly how: 'finished' | 'stopped' }
  | { readonly how: 'failed'; readonly error: unknown; readonly final?: boolean };

/**
 * One run. Its loop — attempts, messages, clean-up — is the only one that touches the stream, all in the run's own flow;
 * readers reach it through the handoff, stops through the latch of `SdkStops`. `result` settles last and never rejects.
 */
export class SdkRun<M> {
  readonly handoff: Handoff<M>;
  readonly limits: SdkLimits<M>;
  readonly result: Promise<SdkResult>;
  readonly #plan: SdkPlan<M>;
  readonly #session: SdkSession;
  readonly #callbacks: ((message: M) => unknown)[];
  readonly #context: Context;
  readonly #stops: SdkStops;
  #attempt: SdkAttempt<M> | undefined;
  #delivered = 0;
  #sawEnd = false;
  #streamClosed = true;
  #childrenLeft: readonly number[] = [];
  /** The callbacks, one after the other. After a stop nobody waits for them: one of them may wait for the stop. */
  #calls: Promise<unknown> = Promise.resolve();

  constructor(plan: SdkPlan<M>, session: SdkSession, options: SdkRunOptions<M>) {
    const rt = runtime();
    this.#plan = plan;
    this.#session = session;
    this.#stops = new SdkStops(session, plan.times.interruptMs, options.stopped);
    this.#callbacks = [plan.onMessage, options.onMessage].filter(one => one !== undefined);
    this.handoff = new Handoff(options.discards);
    const flow = rt.startFlow('sdk', plan.name, { parent: rt.flow(), born: session.created });
    sdkSessions().start(session, flow, plan.signal);
    this.limits = new SdkLimits(plan, session, (which, limitMs) => this.#limitPassed(which, limitMs));
    this.#context = new Context(flow, rt.context().scope);
    this.result = rt.run(this.#context, () => this.#main());
  }

  // --- what ends it from outside

  /** Interrupts, or aborts where there is no interrupt; forces it when that does not help in time. */
  stop(reason: unknown): void {
    if (!this.#stops.claim({ by: 'stop', reason })) return;
    const attempt = this.#attempt;
    if (attempt?.canInterrupt === true) this.#stops.interrupt(attempt, this.#context);
    else this.#stops.force();
  }

  /** The reader left: its `for await` ended early. */
  leave(): void {
    this.handoff.leave();
    if (this.#stops.claim({ by: 'reader' })) this.#stops.force();
  }

  readonly #onAbort = (): void => this.#stops.abort(this.#plan.signal?.reason);

  #limitPassed(which: SdkLimit, limitMs: number): void {
    const error = limitError(this.#session, which, limitMs);
    if (!this.#stops.claim({ by: 'limit', which, error })) return;
    const silent = this.limits.silent(which);
    if (silent !== undefined) this.#session.reportRoot(which === 'idle' ? sdkIdle : sdkNoFirstMessage, silent);
    this.#stops.force();
  }

  // --- its loop

  async #main(): Promise<SdkResult> {
    const { signal } = this.#plan;
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
    let giveBack: (() => void) | undefined;
    let ending: SdkEnding;
    try {
      giveBack = await this.#turn();
      this.limits.startTotal();
      ending = await this.#attempts();
    } catch (error) {
      ending = { state: 'failed', error };
    }
    giveBack?.();
    signal?.removeEventListener('abort', this.#onAbort);
    this.limits.dispose();
    return this.#end(ending);
  }

  async #turn(): Promise<(() => void) | undefined> {
    const { admit } = this.#plan;
    if (admit === undefined || this.#stops.current !== undefined) return undefined;
    const waiting = new AbortController();
    this.#session.state = 'queued';
    const turn = admit(waiting.signal);
    const raced = await this.#stops.latch.race(turn, 'asked');
    if (raced === 'stopped') {
      turn.then(
        giveBack => giveBack(),
        () => {},
      );
      waiting.abort();
      return undefined;
    }
    if ('error' in raced) throw raced.error;
    this.#session.admitted();
    return raced.value;
  }

  async #attempts(): Promise<SdkEnding> {
    const { policy, breaker, retryAfterOutput } = this.#plan;
    let cause: unknown;
    for (let number = 1; ; number++) {
      const before = this.#stops.current;
      if (before !== undefined) return this.#stops.ending(before);
      let leave: ReturnType<NonNullable<typeof breaker>['enter']> | undefined;
      try {
        leave = breaker?.enter();
      } catch (error) {
        if (error instanceof Error && cause !== undefined) error.cause = cause;
        return { state: 'failed', error };
      }
      const outcome = await this.#attemptOnce(number);
      const stop = this.#stops.current;
      const error = outcome.how === 'failed' ? outcome.error : stop?.by === 'limit' ? stop.error : undefined;
      const curable =
        error !== undefined && (outcome.how !== 'failed' || outcome.final !== true) && this.#isRetryable(error);
      leave?.(outcome.how === 'finished' ? 'succeeded' : curable ? 'failed' : 'neither');
      if (outcome.how === 'finished') return { state: 'finished' };
      const mayRetry =
        number <= policy.max && (this.#delivered === 0 || retryAfterOutput === true) && this.#streamClosed;
      if (!curable || !mayRetry)
        return outcome.how === 'failed' || stop === undefined ? { state: 'failed', error } : this.#stops.ending(stop);
      cause = error;
      this.#stops.forgetLimit();
      if (this.#stops.current === undefined) await this.#pause(policy.delayMs(number + 1, error));
    }
  }

  async #attemptOnce(number: number): Promise<Outcome> {
    const attempt = new SdkAttempt<M>(this.#plan, this.#session, this.#stops.latch);
    this.#attempt = attempt;
    this.#sawEnd = false;
    this.#session.attempts = number;
    this.#session.state = 'opening';
    this.limits.opens();
    const read = await this.#readAll(attempt, number);
    this.limits.closes();
    const outcome: Outcome = this.#stops.current === undefined ? read : { how: 'stopped' };
    if (outcome.how === 'finished') this.#stops.open = false;
    this.#stops.loopLeft();
    await this.#close(attempt, outcome);
    this.#attempt = undefined;
    return outcome;
  }

  async #readAll(attempt: SdkAttempt<M>, number: number): Promise<Outcome> {
    const opened = await attempt.open(number);
    if (opened === 'stopped') return { how: 'stopped' };
    if (opened !== 'opened') return { how: 'failed', error: opened.failed };
    if (this.#stops.current === undefined) this.#session.state = 'streaming';
    for (;;) {
      await this.#stops.latch.race(this.handoff.demand(), 'asked');
      if (this.#stops.latch.level === 'forced') return { how: 'stopped' };
      this.limits.asks();
      const taken = await attempt.take();
      this.limits.answered();
      if (taken === 'stopped') return { how: 'stopped' };
      if (taken === 'done') return this.#streamEnded();
      if ('failed' in taken) return { how: 'failed', error: taken.failed };
      const thrown = await this.#see(taken.message);
      if (thrown !== undefined) return { how: 'failed', error: thrown.value, final: true };
      this.#delivered++;
      this.handoff.give(taken.message);
    }
  }

  /** What the program's own functions throw is returned: it ends the run. */
  async #see(message: M): Promise<{ readonly value: unknown } | undefined> {
    const { isEnd, tracker } = this.#plan;
    this.#session.sawMessage(message);
    tracker?.updateMessage(message);
    try {
      if (isEnd?.(message) === true) this.#sawEnd = true;
      this.limits.tools(message, this.#sawEnd);
    } catch (value) {
      return { value };
    }
    for (const callback of this.#callbacks) {
      const made = this.#calls.then(() => callback(message));
      this.#calls = made.catch(() => {});
      const raced = await this.#stops.latch.race(made, 'asked');
      if (raced !== 'stopped' && 'error' in raced) return { value: raced.error };
    }
    return undefined;
  }

  #streamEnded(): Outcome {
    // After a stop the protocol's end is not expected.
    if (this.#plan.isEnd === undefined || this.#sawEnd || this.#stops.current !== undefined) return { how: 'finished' };
    const session = this.#session;
    session.reportRoot(sdkNoEnd, { session, why: 'cut', limitMs: 0, lastedMs: () => 0 });
    return { how: 'failed', error: cutShortError(session) };
  }

  async #close(attempt: SdkAttempt<M>, outcome: Outcome): Promise<void> {
    const stop = this.#stops.current;
    if (outcome.how === 'finished') await attempt.closeAfterEnd();
    else if (stop === undefined || stop.by === 'reader' || !this.#stops.forced) {
      const reason = outcome.how === 'failed' ? outcome.error : stop === undefined ? undefined : reasonOf(stop);
      this.#streamClosed = await attempt.closeGently(reason);
    } else this.#streamClosed = await attempt.closeByForce(reasonOf(stop), this.#plan.times.interruptMs);
    if (!this.#streamClosed && stop !== undefined) this.#reportStuck(stop);
    this.#childrenLeft = await endChildren(this.#plan, this.#session, this.#stops.forced && stop?.by !== 'reader');
  }

  #reportStuck(stop: Stop): void {
    const session = this.#session;
    const { closeMs, interruptMs } = this.#plan.times;
    if (stop.by === 'reader') {
      session.reportRoot(sdkNoEnd, { session, why: 'producing', limitMs: closeMs, lastedMs: () => closeMs });
    } else session.reportRoot(sdkInterruptStuck, { session, asked: 'abort', stuck: 'stream', limitMs: interruptMs });
  }

  #isRetryable(error: unknown): boolean {
    return runtime().guard('sdk isRetryable', () => this.#plan.policy.isRetryable(error)) === true;
  }

  async #pause(ms: number): Promise<void> {
    this.#session.state = 'waiting-to-retry';
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = runtime().clock.after(ms, resolve, { holdsProcess: true });
    await this.#stops.latch.race(promise, 'asked');
    timer.cancel();
  }

  #end(ending: SdkEnding): SdkResult {
    const session = this.#session;
    this.#stops.open = false;
    session.end(ending);
    sdkSessions().stopped(session, this.#plan.signal);
    const outcome = ending.state === 'finished' ? 'done' : ending.state === 'failed' ? 'failed' : 'cancelled';
    runtime().endFlow(this.#context.flow, outcome);
    if (ending.state === 'failed' || ending.state === 'timed-out') this.handoff.end({ value: ending.error });
    else if (ending.state === 'aborted' && this.#stops.current?.by !== 'reader')
      this.handoff.end({ value: abortError(session, ending.reason) });
    else this.handoff.end();
    return resultOf(session, ending, this.#streamClosed, this.#childrenLeft);
  }
}
