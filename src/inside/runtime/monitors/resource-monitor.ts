import { writeFile } from 'node:fs/promises';
import { fail } from '../../../base/index.ts';
import type { Finding } from '../../../wire/protocol/index.ts';
import { runtime } from '../core/index.ts';
import type { TrackedLock } from '../locks/index.ts';
import type { TaskInfo, TaskTracker } from '../tasks/index.ts';
import { type LockInfo, LockMonitor, type LockMonitorStatistics } from './lock-monitor.ts';
import { type SessionInfo, SessionMonitor, type SessionStatistics } from './session-monitor.ts';
import { SystemMonitor, type SystemMonitorOptions, type SystemStatistics } from './system-monitor.ts';
import { TaskMonitor, type TaskMonitorStatistics } from './task-monitor.ts';

export interface ResourceMonitorOptions {
  /** Where `saveReport()` writes when it is given no file. */
  readonly logFile?: string;
  readonly tracker?: TaskTracker;
  readonly system?: SystemMonitorOptions;
}

export interface ResourceStatistics {
  readonly locks: LockMonitorStatistics;
  readonly sessions: SessionStatistics;
  readonly tasks: TaskMonitorStatistics;
  readonly system: SystemStatistics;
}

export interface ResourceReport {
  /** Epoch ms. */
  readonly generated: number;
  readonly statistics: ResourceStatistics;
  readonly activeLocks: readonly LockInfo[];
  readonly activeSessions: readonly SessionInfo[];
  readonly activeTasks: readonly TaskInfo[];
  readonly longRunningTasks: readonly TaskInfo[];
  readonly findings: readonly Finding[];
  /** Active ones that are not listed: of each kind, 500 are. */
  readonly notListed: number;
}

const listed = 500;

/** Locks, sessions, tasks and the system in one. */
export class ResourceMonitor {
  readonly locks = new LockMonitor();
  readonly sessions = new SessionMonitor();
  readonly tasks: TaskMonitor;
  readonly system: SystemMonitor;
  readonly #logFile: string | undefined;

  constructor(options: ResourceMonitorOptions = {}) {
    this.tasks = new TaskMonitor(options.tracker);
    this.system = new SystemMonitor(options.system);
    this.#logFile = options.logFile;
  }

  /** Watches a real lock; with a function, takes it, runs the function and lets go. */
  monitorLock<L extends object>(name: string, lock: L): TrackedLock<L>;
  monitorLock<L extends object, R>(name: string, lock: L, fn: () => R): Promise<Awaited<R>>;
  monitorLock(name: string, lock: object, fn?: () => unknown): unknown {
    return fn === undefined ? this.locks.monitorLock(name, lock) : this.locks.monitorLock(name, lock, fn);
  }

  /** Runs `fn` as a session that is closed however it ends. */
  monitorSession<T>(id: string, type: string, owner: string | undefined, fn: () => T | PromiseLike<T>): Promise<T> {
    return this.sessions.monitorSession(id, type, owner, fn);
  }

  /** Takes a sample of the system when none is being taken regularly. */
  getComprehensiveStatistics(): ResourceStatistics {
    if (!this.system.running) this.system.collectSystemStats();
    return {
      locks: this.locks.getStatistics(),
      sessions: this.sessions.getStatistics(),
      tasks: this.tasks.getStatistics(),
      system: this.system.getSystemStats(),
    };
  }

  generateReport(): ResourceReport {
    const rt = runtime();
    const [locks, sessions, tasks] = [
      this.locks.getActiveLocks(),
      this.sessions.getActiveSessions(),
      this.tasks.getActiveTasks(),
    ];
    const over = (list: readonly unknown[]) => Math.max(0, list.length - listed);
    return {
      generated: rt.clock.now(),
      statistics: this.getComprehensiveStatistics(),
      activeLocks: locks.slice(0, listed),
      activeSessions: sessions.slice(0, listed),
      activeTasks: tasks.slice(0, listed),
      longRunningTasks: tasks.filter(task => task.slow).slice(0, listed),
      findings: rt.findings.list(),
      notListed: over(locks) + over(sessions) + over(tasks),
    };
  }

  /** As JSON. */
  async saveReport(file: string | undefined = this.#logFile): Promise<ResourceReport> {
    if (file === undefined)
      throw fail('bad-usage', 'saveReport() got no file.', { hint: 'Pass one, or give the monitor a logFile.' });
    const report = this.generateReport();
    await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 }).catch((cause: unknown) => {
      throw fail('cannot-write', `The report cannot be written to ${file}.`, { cause });
    });
    return report;
  }

  summary(): string {
    const { locks, sessions, tasks, system } = this.getComprehensiveStatistics();
    const { current } = system;
    const lines = [
      `Locks: ${locks.held} held, ${locks.waiting} waited for, ${locks.acquired} acquired; ${locks.overLimit} over the limit, ${locks.leaked} left by ended flows.`,
      `Sessions: ${sessions.total}, ${sessions.active} open, ${sessions.byStatus.completed} completed, ${sessions.byStatus.failed} failed, ${sessions.byStatus.cancelled} cancelled.`,
      `Tasks: ${tasks.total}, ${tasks.active} active (${tasks.longRunning} slow), ${tasks.done} done, ${tasks.failed} failed, ${tasks.cancelled} cancelled.`,
    ];
    if (current !== undefined)
      lines.push(
        `System: CPU ${current.cpuPercent.toFixed(0)} %, RSS ${inMb(current.rssBytes)}, heap ${inMb(current.heapUsedBytes)}, loop ${(current.loopUtilization * 100).toFixed(0)} % busy, ${current.handleCount} handles${current.threads === undefined ? '' : `, ${current.threads} threads`}.`,
      );
    return `${lines.join('\n')}\n`;
  }

  /** To standard error, unless told otherwise: standard output is the program's. */
  printSummary(write: (text: string) => void = text => void process.stderr.write(text)): void {
    write(this.summary());
  }
}

function inMb(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}
