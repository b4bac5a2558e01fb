/**
 * sdk: guards round LLM SDK streams: one run with its limits, retries and one end; many runs; the latest message for who
 * waits. It knows no SDK by import and nothing of tasks, scopes and locks.
 */
export * from './circuit-breaker.ts';
export type { SdkRetries } from './retry-policy.ts';
export { isRetryable as isRetryableSdkError } from './retry-policy.ts';
export * from './safe-sdk.ts';
export * from './sdk-message-tracker.ts';
export type { SafeSdkOptions, SdkHandle, SdkOpened } from './sdk-options.ts';
export * from './sdk-protocols.ts';
export type { SdkResult } from './sdk-result.ts';
export type { SdkEnd, SdkLimit, SdkState } from './sdk-session.ts';
export * from './sdk-session-manager.ts';
export type { Percentiles, SdkStatistics } from './sdk-statistics.ts';
export * from './track-sdk-session.ts';
export type { ChildLike } from './watched-child.ts';
