import type { Ring } from '../../../base/index.ts';
import type { SdkResult } from './sdk-result.ts';

/** In ms, of the runs that are kept; absent where there are none. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface SdkStatistics {
  readonly active: number;
  /** Waiting for their turn. */
  readonly queued: number;
  /** Ever ended, by state. */
  readonly ends: Readonly<Record<string, number>>;
  readonly ended: number;
  /** Share of the ended that finished, 0 to 1; absent when none has ended. */
  readonly finishedShare?: number;
  readonly messages: number;
  readonly retries: number;
  readonly firstMessageMs?: Percentiles;
  readonly durationMs?: Percentiles;
}

export function statisticsOf(
  finished: Ring<SdkResult>,
  ends: ReadonlyMap<string, number>,
  now: { readonly active: number; readonly queued: number },
): SdkStatistics {
  const kept = finished.toArray();
  const first = percentiles(kept.flatMap(one => (one.firstMessageMs === undefined ? [] : [one.firstMessageMs])));
  const duration = percentiles(kept.map(one => one.durationMs));
  return {
    ...now,
    ends: Object.fromEntries(ends),
    ended: finished.total,
    ...(finished.total === 0 ? {} : { finishedShare: (ends.get('finished') ?? 0) / finished.total }),
    messages: kept.reduce((sum, one) => sum + one.messages, 0),
    retries: kept.reduce((sum, one) => sum + Math.max(0, one.attempts - 1), 0),
    ...(first === undefined ? {} : { firstMessageMs: first }),
    ...(duration === undefined ? {} : { durationMs: duration }),
  };
}

/** Nearest rank: a value that was measured. */
export function percentiles(values: readonly number[]): Percentiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
