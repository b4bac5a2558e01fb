import { fail, Ring } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';
import { startTask, type Task, type TaskFunction, type TaskOptions } from './task.ts';
import { cancelTask } from './task-cancel.ts';
import { infoOf, type TaskInfo } from './task-info.ts';
import { ledgerOf } from './task-ledger.ts';
import type { TaskRecord, TaskView } from './task-record.ts';

/** Each task is counted once, in the state that it is in now. */
export interface TaskSummary {
  readonly total: number;
  /** Running and waiting. */
  readonly active: number;
  readonly running: number;
  readonly waiting: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Active for longer than their limit. */
  readonly slow: number;
  /** Ended ones that the history let go of. */
  readonly dropped: number;
}

export interface TaskTrackerOptions {
  /** Ended tasks that are kept, 500 unless told. */
  readonly history?: number;
}

/** A view of the tasks that were made through it. `getTaskTracker()` is the view of all tasks of this thread. */
export class TaskTracker {
  readonly #view: View | undefined;

  constructor(options: TaskTrackerOptions = {}) {
    this.#view = (options as { all?: true }).all === true ? undefined : new View(options.history ?? 500);
  }

  task<T>(name: string, fn: TaskFunction<T>, options?: TaskOptions): Task<T> {
    return startTask(name, fn, options, this.task, this.#view);
  }

  /** The seeds' order of words: what, then its name. */
  createTask<T>(fn: TaskFunction<T>, name = fn.name === '' ? 'task' : fn.name, options?: TaskOptions): Task<T> {
    return startTask(name, fn, options, this.createTask, this.#view);
  }

  /** Pending ones, oldest first. */
  getActiveTasks(): TaskInfo[] {
    return infos(this.#active());
  }

  /** Active ones over their limit. */
  getLongTasks(overMs?: number): TaskInfo[] {
    return this.getActiveTasks().filter(info => (overMs === undefined ? info.slow : info.ageMs >= overMs));
  }

  /** Ended ones as far as the history goes, oldest first. */
  getCompleted(): TaskInfo[] {
    return infos(this.#ended.toArray());
  }

  get failedTasks(): TaskInfo[] {
    return this.getCompleted().filter(info => info.state === 'failed');
  }

  get cancelledTasks(): TaskInfo[] {
    return this.getCompleted().filter(info => info.state === 'cancelled');
  }

  getTask(id: string): TaskInfo | undefined {
    return infos([...this.#active(), ...this.#ended.toArray()].filter(record => record.flow.id === id))[0];
  }

  /** False when it has ended, or was asked before. */
  cancel(id: string, reason?: unknown): boolean {
    for (const record of this.#active()) if (record.flow.id === id) return cancelTask(record, reason);
    if (this.#ended.toArray().some(record => record.flow.id === id)) return false;
    throw fail('unknown-id', `No task with the id '${id}' is known.`, { hint: 'getActiveTasks() lists them.' });
  }

  getSummary(): TaskSummary {
    const counts = this.#view?.counts ?? ledgerOf().counts;
    const now = runtime().worked();
    let [active, running, slow] = [0, 0, 0];
    for (const record of this.#active()) {
      active++;
      if (record.state === 'running') running++;
      if (now - record.startedMs >= record.slowAfterMs) slow++;
    }
    const { created: total, ...ended } = counts;
    return { total, active, running, waiting: active - running, ...ended, slow, dropped: this.#ended.droppedCount };
  }

  get #ended(): Ring<TaskRecord> {
    return this.#view?.ended ?? ledgerOf().ended;
  }

  *#active(): IterableIterator<TaskRecord> {
    for (const record of ledgerOf().pending()) if (this.#view === undefined || record.view === this.#view) yield record;
  }
}

/** The view of every task of this thread. */
export function getTaskTracker(): TaskTracker {
  return runtime().part('task tracker', () => new TaskTracker({ all: true } as TaskTrackerOptions));
}

class View implements TaskView {
  readonly ended: Ring<TaskRecord>;
  readonly counts = { created: 0, done: 0, failed: 0, cancelled: 0 };

  constructor(history: number) {
    this.ended = new Ring(history);
  }

  taskCreated(): void {
    this.counts.created++;
  }

  taskEnded(record: TaskRecord): void {
    this.counts[record.state as 'done' | 'failed' | 'cancelled']++;
    this.ended.push(record);
  }
}

function infos(records: Iterable<TaskRecord>): TaskInfo[] {
  const now = runtime().worked();
  return Array.from(records, record => infoOf(record, now));
}
