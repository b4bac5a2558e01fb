import { writeFile } from 'node:fs/promises';
import { fail } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';
import type { TrackedLock } from '../locks/index.ts';
import { ResourceMonitor, type ResourceReport, type ResourceStatistics } from '../monitors/index.ts';
import { CancelScopeTracker, type ScopeReport, type TrackedScope } from '../scopes/index.ts';
import { type TrackedSdk, type TrackSdkOptions, trackSdkSession } from '../sdk/index.ts';
import {
  recordOf,
  type Task,
  type TaskFunction,
  type TaskInfo,
  type TaskOptions,
  type TaskSummary,
  TaskTracker,
} from '../tasks/index.ts';
import { CancelScopeMonitor, type ScopeMonitorStatistics } from './cancel-scope-monitor.ts';
import { type AskedBreakpoint, Operation, type OperationInfo } from './operation.ts';
import { OperationLog } from './operation-log.ts';

export interface AsyncDebuggerOptions {
  readonly tracker?: TaskTracker;
  readonly scopes?: CancelScopeTracker;
  readonly resources?: ResourceMonitor;
}

export interface DebugStatistics {
  /** Of the tasks that were made through this debugger. */
  readonly tasks: TaskSummary;
  readonly scopes: ScopeMonitorStatistics;
  readonly resources: ResourceStatistics;
  readonly operations: {
    readonly total: number;
    readonly active: number;
    /** Breakpoints that were asked for and cannot be set. */
    readonly refusedBreakpoints: number;
  };
  readonly findings: number;
}

export interface DebugReport {
  /** Epoch ms. */
  readonly generated: number;
  readonly statistics: DebugStatistics;
  readonly activeTasks: readonly TaskInfo[];
  readonly failedTasks: readonly TaskInfo[];
  readonly scopes: ScopeReport;
  readonly resources: ResourceReport;
  readonly operations: readonly OperationInfo[];
}

/** Tasks, scopes, locks and sessions tracked from one place, with statistics, a report and a summary. */
export class AsyncDebugger {
  readonly tasks: TaskTracker;
  readonly scopes: CancelScopeTracker;
  readonly scopeMonitor: CancelScopeMonitor;
  readonly resources: ResourceMonitor;
  readonly #operations = new OperationLog();

  constructor(options: AsyncDebuggerOptions = {}) {
    this.tasks = options.tracker ?? new TaskTracker();
    this.scopes = options.scopes ?? new CancelScopeTracker();
    this.scopeMonitor = new CancelScopeMonitor(this.scopes);
    this.resources = options.resources ?? new ResourceMonitor();
  }

  // --- tracking

  /** Runs `fn` as a task: the promise of its result, with `id`, `state` and `cancel()`. */
  trackedTask<T>(name: string, fn: TaskFunction<T>, options?: TaskOptions): Task<T> {
    return this.tasks.task(name, fn, options);
  }

  /** Runs `fn` in a tracked scope; without one, enters here: `using scope = debug.trackedScope('upload')`. */
  trackedScope<R>(name: string, fn: (scope: TrackedScope) => R): R;
  trackedScope(name: string): TrackedScope;
  trackedScope<R>(name: string, fn?: (scope: TrackedScope) => R): R | TrackedScope {
    return fn === undefined ? this.scopes.trackedCancelScope(name) : this.scopes.trackedCancelScope(name, fn);
  }

  /** Watches a real lock; with a function, takes it, runs the function and lets go. */
  trackLock<L extends object>(name: string, lock: L): TrackedLock<L>;
  trackLock<L extends object, R>(name: string, lock: L, fn: () => R): Promise<Awaited<R>>;
  trackLock(name: string, lock: object, fn?: () => unknown): unknown {
    return fn === undefined ? this.resources.monitorLock(name, lock) : this.resources.monitorLock(name, lock, fn);
  }

  /**
   * Runs `fn` as an SDK session in a flow of its own: its messages, silences, children and listeners are watched, and the
   * session monitor has it until it ends, with the status that says how.
   */
  trackSdkSession<T>(
    id: string,
    fn: (session: TrackedSdk) => T | PromiseLike<T>,
    owner?: string,
    options?: TrackSdkOptions,
  ): Promise<T> {
    return this.resources.monitorSession(id, 'sdk', owner, () => trackSdkSession(id, fn, options));
  }

  /**
   * Runs `fn` as a task in a debug session of its own. Where its flow comes to a breakpoint a snapshot is kept on that
   * session, and on no other's: `getOperations()`.
   */
  debugAsyncOperation<T>(name: string, fn: TaskFunction<T>, breakpoints: readonly AskedBreakpoint[] = []): Task<T> {
    const operation = new Operation(breakpoints);
    const task = this.tasks.task(name, self => operation.run(name, () => fn(self)));
    operation.record = recordOf(task);
    this.#operations.add(operation);
    return task;
  }

  // --- telling

  /** The newest, oldest first. */
  getOperations(): OperationInfo[] {
    return this.#operations.list();
  }

  getDebugStatistics(): DebugStatistics {
    const { total, active, refusedCount } = this.#operations;
    return {
      tasks: this.tasks.getSummary(),
      scopes: this.scopeMonitor.getStatistics(),
      resources: this.resources.getComprehensiveStatistics(),
      operations: { total, active, refusedBreakpoints: refusedCount },
      findings: runtime().findings.list().length,
    };
  }

  generateReport(): DebugReport {
    return {
      generated: runtime().clock.now(),
      statistics: this.getDebugStatistics(),
      activeTasks: this.tasks.getActiveTasks().slice(0, 500),
      failedTasks: this.tasks.failedTasks,
      scopes: this.scopes.generateReport(),
      resources: this.resources.generateReport(),
      operations: this.getOperations(),
    };
  }

  /** As JSON. */
  async saveReport(file: string): Promise<DebugReport> {
    const report = this.generateReport();
    await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 }).catch((cause: unknown) => {
      throw fail('cannot-write', `The report cannot be written to ${file}.`, { cause });
    });
    return report;
  }

  summary(): string {
    const { tasks, operations, findings } = this.getDebugStatistics();
    const refused =
      operations.refusedBreakpoints === 0
        ? ''
        : ` Breakpoints asked for and refused: ${operations.refusedBreakpoints}.`;
    return [
      `Tasks of this debugger: ${tasks.total}, ${tasks.active} active, ${tasks.done} done, ${tasks.failed} failed, ${tasks.cancelled} cancelled.\n`,
      `Operations: ${operations.total}, ${operations.active} active.${refused}\n`,
      this.scopes.summary(),
      this.resources.summary(),
      `Findings: ${findings}.\n`,
    ].join('');
  }

  /** To standard error, unless told otherwise: standard output is the program's. */
  printSummary(write: (text: string) => void = text => void process.stderr.write(text)): void {
    write(this.summary());
  }
}

/** The one of this thread; the decorators use it. */
export function getAsyncDebugger(): AsyncDebugger {
  return runtime().part('async debugger', () => new AsyncDebugger());
}
