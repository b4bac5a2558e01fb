import { fail } from '../../../base/index.ts';
import { limits } from '../limits.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { RetryPolicy, type SdkRetries } from './retry-policy.ts';
import type { SdkMessageTracker } from './sdk-message-tracker.ts';
import type { ChildLike } from './watched-child.ts';

/** A stream with what belongs to it and ends separately. */
export interface SdkHandle<M> {
  readonly stream: AsyncIterable<M>;
  /** Asks it to end its turn; the stream is expected to end then. */
  readonly interrupt?: () => unknown;
  /** Its child process: ended with the run, by its own pid. A function where it is spawned later. */
  readonly child?: ChildLike | number | (() => ChildLike | number | undefined);
  /** Called once when the run is over, whatever the end. */
  readonly close?: () => unknown;
}

export type SdkOpened<M> = AsyncIterable<M> | SdkHandle<M>;

export interface SafeSdkOptions<M> {
  readonly name: string;
  /** Starts the stream. Hand the signal to the SDK: it is how a run is stopped. `attempt` counts from 1. */
  readonly open: (signal: AbortSignal, attempt: number) => SdkOpened<M> | PromiseLike<SdkOpened<M>>;
  /** From the start of an attempt to its first message; `Infinity` for none. */
  readonly firstMessageMs?: number;
  /** Between two messages, while the next one is asked for. */
  readonly idleMs?: number;
  /** The whole run with its retries. None by default. */
  readonly totalMs?: number;
  /** How long a stop may take before it is forced. */
  readonly interruptMs?: number;
  /** How long each step of the clean-up may take. */
  readonly closeMs?: number;
  /** True, or how many, when a message says that tool calls start: all limits stand still until as many have ended. */
  readonly isToolStart?: (message: M) => boolean | number;
  readonly isToolEnd?: (message: M) => boolean | number;
  /** Asked when a limit would pass, for tools that no message tells of. */
  readonly toolRunning?: () => boolean;
  /** The terminal message of the protocol. A stream that ends without it was cut short and has failed. */
  readonly isEnd?: (message: M) => boolean;
  /** None unless given. */
  readonly retries?: SdkRetries;
  /** Also when messages were already delivered: the reader gets them again. */
  readonly retryAfterOutput?: boolean;
  readonly breaker?: CircuitBreaker;
  readonly tracker?: SdkMessageTracker;
  /** Called with each message, in the run's flow, before a reader gets it. What it throws ends the run as failed. */
  readonly onMessage?: (message: M) => unknown;
  /** Aborts the run. */
  readonly signal?: AbortSignal;
  /** Asked before the first attempt: settles with a way to give the turn back when it is this run's. Its signal aborts a wait. */
  readonly admit?: (signal: AbortSignal) => PromiseLike<() => void>;
  /** True: children seen being spawned in the run's flow are ended with it too, not only the one that was given. */
  readonly endsChildren?: boolean;
}

export interface SdkTimes {
  readonly firstMessageMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
  readonly interruptMs: number;
  readonly closeMs: number;
}

export interface SdkPlan<M> extends SafeSdkOptions<M> {
  readonly times: SdkTimes;
  readonly policy: RetryPolicy;
}

export function planOf<M>(options: SafeSdkOptions<M>): SdkPlan<M> {
  if (typeof options?.name !== 'string' || options.name === '') {
    throw fail('bad-option', 'An SDK run has no name.', { hint: 'Pass { name, open }.' });
  }
  if (typeof options.open !== 'function') {
    throw fail('bad-option', `The SDK run "${options.name}" has no open function.`, {
      hint: 'Pass open: signal => client.messages.stream(…, { signal }).',
    });
  }
  return {
    ...options,
    policy: new RetryPolicy(options.retries),
    times: {
      firstMessageMs: time(options, 'firstMessageMs', limits.sdkFirstMessageMs),
      idleMs: time(options, 'idleMs', limits.sdkIdleMs),
      totalMs: time(options, 'totalMs', Number.POSITIVE_INFINITY),
      interruptMs: time(options, 'interruptMs', limits.sdkInterruptMs),
      closeMs: time(options, 'closeMs', limits.sdkCloseMs),
    },
  };
}

function time<M>(options: SafeSdkOptions<M>, name: keyof SdkTimes, byDefault: number): number {
  const value = options[name] ?? byDefault;
  if (typeof value === 'number' && value >= 0) return value;
  throw fail('bad-option', `${name} of the SDK run "${options.name}" is ${String(value)}.`, {
    hint: 'Give milliseconds, or Infinity for none.',
  });
}
