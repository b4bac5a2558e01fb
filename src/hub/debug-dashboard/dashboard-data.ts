import type { Finding, Report, SystemFigures } from '../../wire/protocol/index.ts';
import {
  type Frequent,
  metricsOf,
  mostFrequentOf,
  type Operation,
  type OperationMetrics,
  recentOf,
  slowestOf,
} from './operation.ts';
import type { OwnRecords } from './own-records.ts';

/** A finding, as the seeds' errors have it. */
export interface ErrorRow extends Finding {
  /** Its kind. */
  readonly type: string;
  /** When it was seen last: epoch ms. */
  readonly timestamp: number;
}

export interface SystemNow {
  /** Of one core, over all the time since each process began; absent where none has told. */
  readonly cpuPercent?: number;
  readonly memoryBytes?: number;
  /** By target, as each told it last. */
  readonly targets: Readonly<Record<string, SystemFigures>>;
}

/** What is known of a run now. */
export interface DashboardData {
  /** ISO 8601. */
  readonly timestamp: string;
  /** Of flows that ended, and of findings. */
  readonly metrics: OperationMetrics;
  readonly system: SystemNow;
  readonly operations: {
    readonly recent: readonly Operation[];
    readonly slowest: readonly Operation[];
    readonly mostFrequent: readonly Frequent[];
  };
  readonly errors: {
    readonly recent: readonly ErrorRow[];
    /** How often each kind was seen. */
    readonly byType: Readonly<Record<string, number>>;
  };
  readonly cancelScope: {
    readonly totalErrors: number;
    readonly recentErrors: readonly ErrorRow[];
    /** To each flow that ended; absent where none did. */
    readonly errorRate?: number;
  };
  /** What callers of updateMetrics and recordError told. */
  readonly own: OwnRecords;
  /** What Eddy let go of, by name: above zero, a gap is Eddy's. */
  readonly dropped: Readonly<Record<string, number>>;
}

export function dataOf(report: Report, own: OwnRecords, now: number): DashboardData {
  const operations = operationsOf(report);
  const errors = errorsOf(report);
  const scopes = errors.filter(({ kind }) => kind.startsWith('scope-') || kind === 'cancel-ignored');
  const totalOperations = Math.max(0, report.flows.total - report.flows.live);
  const cancelScopeErrors = timesOf(scopes);
  return {
    timestamp: new Date(now).toISOString(),
    metrics: metricsOf({ operations, totalOperations, totalErrors: timesOf(errors), cancelScopeErrors }, now),
    system: systemOf(report),
    operations: {
      recent: recentOf(operations, 10),
      slowest: slowestOf(operations, 5),
      mostFrequent: mostFrequentOf(operations, 5),
    },
    errors: { recent: recentOf(errors, 10), byType: byType(errors) },
    cancelScope: {
      totalErrors: cancelScopeErrors,
      recentErrors: recentOf(scopes, 5),
      ...(totalOperations === 0 ? {} : { errorRate: cancelScopeErrors / totalOperations }),
    },
    own,
    dropped: report.dropped,
  };
}

/** Flows that ended: requests, tasks, and what a program calls a flow. */
function operationsOf({ flows }: Report): Operation[] {
  return flows.items.flatMap(({ id, name, state, started, ended }) => {
    if (typeof started !== 'number' || typeof ended !== 'number') return [];
    const outcome = String(state);
    return [
      {
        operation: String(name),
        durationMs: Math.max(0, ended - started),
        success: outcome === 'done',
        timestamp: ended,
        outcome,
        flow: String(id),
      },
    ];
  });
}

export function errorsOf({ findings }: Pick<Report, 'findings'>): ErrorRow[] {
  return findings.map(finding => ({ ...finding, type: finding.kind, timestamp: finding.lastAt }));
}

function timesOf(errors: readonly ErrorRow[]): number {
  return errors.reduce((sum, { count }) => sum + count, 0);
}

function byType(errors: readonly ErrorRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, count } of errors) counts[type] = (counts[type] ?? 0) + count;
  return counts;
}

/** Threads tell the same of their process: each is counted once. */
function systemOf({ system, targets, ended }: Report): SystemNow {
  const known = system as Readonly<Record<string, SystemFigures>>;
  const running = targets.filter(({ id, kind, ended }) => kind === 'process' && ended === undefined && id in known);
  const shares = running.flatMap(({ id, started }) => {
    const { cpuUserMs, cpuSystemMs, uptimeMs } = known[id]?.process ?? {};
    // Not every system says since when a process is there; then it is since we know of it.
    const livedMs = uptimeMs ?? ended - started;
    return cpuUserMs === undefined || cpuSystemMs === undefined || !(livedMs > 0)
      ? []
      : [(cpuUserMs + cpuSystemMs) / livedMs];
  });
  const memory = running.flatMap(({ id }) => known[id]?.process?.rssBytes ?? []);
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
  return {
    ...(shares.length === 0 ? {} : { cpuPercent: sum(shares) * 100 }),
    ...(memory.length === 0 ? {} : { memoryBytes: sum(memory) }),
    targets: Object.fromEntries(Object.entries(known).map(([id, figures]) => [id, figuresIn(figures)])),
  };
}

function figuresIn({ process, loop, tasks }: SystemFigures): SystemFigures {
  return { ...(process && { process }), ...(loop && { loop }), ...(tasks && { tasks }) };
}
