import type { SdkEnd, SdkEnding, SdkLimit, SdkSession } from './sdk-session.ts';

/** How one run ended: exactly one state, and what was observed on the way. */
export interface SdkResult {
  readonly session: string;
  readonly name: string;
  readonly state: SdkEnd;
  /** Which limit passed; absent unless `state` is `timed-out`. */
  readonly which?: SdkLimit;
  /** Why it was stopped; absent unless it was interrupted or aborted. */
  readonly reason?: unknown;
  /** Absent when it finished, or was stopped. The SDK's own error is it or its `cause`. */
  readonly error?: unknown;
  readonly messages: number;
  readonly attempts: number;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Absent when no message came. */
  readonly firstMessageMs?: number;
  readonly durationMs: number;
  /** False when the iterator did not end after all that was tried: it was left behind. */
  readonly streamClosed: boolean;
  /** Pids of children that could not be ended, or that were only seen and still live. Empty when all is well. */
  readonly childrenLeft: readonly number[];
}

export function resultOf(
  session: SdkSession,
  ending: SdkEnding,
  streamClosed: boolean,
  childrenLeft: readonly number[],
): SdkResult {
  return {
    session: session.id,
    name: session.name,
    state: ending.state,
    ...(ending.which === undefined ? {} : { which: ending.which }),
    ...(ending.reason === undefined ? {} : { reason: ending.reason }),
    ...(ending.error === undefined ? {} : { error: ending.error }),
    messages: session.messageCount,
    attempts: session.attempts,
    startedAt: session.startedAt ?? session.createdAt,
    endedAt: session.endedAt ?? session.createdAt,
    ...(session.firstMessageMs === undefined ? {} : { firstMessageMs: session.firstMessageMs }),
    durationMs: session.durationMs,
    streamClosed,
    childrenLeft,
  };
}
