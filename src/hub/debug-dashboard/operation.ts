/** A piece of work that is over. */
export interface Operation {
  readonly operation: string;
  readonly durationMs: number;
  readonly success: boolean;
  /** When it ended: epoch ms. */
  readonly timestamp: number;
  /** Of a flow: `done`, `failed`, `cancelled`, `closed` (its request or program ended before it). Absent of those that a caller told. */
  readonly outcome?: string;
  /** Id of the flow; absent of those that a caller told. */
  readonly flow?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Rates are of the operations that are listed, and absent where there are none. */
export interface OperationMetrics {
  /** That ended, whether they are listed or not. */
  readonly totalOperations: number;
  /** A bounded list: what it no longer has is in the total alone. */
  readonly listedOperations: number;
  readonly successfulOperations: number;
  readonly failedOperations: number;
  readonly successRate?: number;
  readonly avgDurationMs?: number;
  readonly errorRate?: number;
  readonly totalErrors: number;
  readonly cancelScopeErrors: number;
  /** That ended in the last minute. */
  readonly recentOperations: number;
  readonly recentSuccessRate?: number;
}

export interface Frequent {
  readonly operation: string;
  readonly count: number;
  readonly avgDurationMs: number;
  readonly successRate: number;
}

export interface Counted {
  readonly operations: readonly Operation[];
  readonly totalOperations: number;
  readonly totalErrors: number;
  readonly cancelScopeErrors: number;
}

const recentMs = 60_000;

export function metricsOf({ operations, ...counts }: Counted, now: number): OperationMetrics {
  const recent = operations.filter(({ timestamp }) => now - timestamp < recentMs);
  const successes = (all: readonly Operation[]) => all.filter(({ success }) => success).length;
  const successfulOperations = successes(operations);
  const listed = operations.length;
  const total = operations.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return {
    ...counts,
    listedOperations: listed,
    successfulOperations,
    failedOperations: listed - successfulOperations,
    ...(listed === 0
      ? {}
      : {
          successRate: successfulOperations / listed,
          avgDurationMs: total / listed,
        }),
    ...(counts.totalOperations === 0 ? {} : { errorRate: counts.totalErrors / counts.totalOperations }),
    recentOperations: recent.length,
    ...(recent.length === 0 ? {} : { recentSuccessRate: successes(recent) / recent.length }),
  };
}

/** The newest last. */
export function recentOf<T extends { readonly timestamp: number }>(all: readonly T[], count: number): T[] {
  return [...all].sort((a, b) => a.timestamp - b.timestamp).slice(-count);
}

export function slowestOf(operations: readonly Operation[], count: number): Operation[] {
  return [...operations].sort((a, b) => b.durationMs - a.durationMs).slice(0, count);
}

export function mostFrequentOf(operations: readonly Operation[], count: number): Frequent[] {
  const byName = new Map<string, Operation[]>();
  for (const one of operations) {
    const known = byName.get(one.operation);
    if (known === undefined) byName.set(one.operation, [one]);
    else known.push(one);
  }
  return [...byName]
    .map(([operation, all]) => ({
      operation,
      count: all.length,
      avgDurationMs: all.reduce((sum, { durationMs }) => sum + durationMs, 0) / all.length,
      successRate: all.filter(({ success }) => success).length / all.length,
    }))
    .sort((a, b) => b.count - a.count)
    .slice(0, count);
}
