import { fail, Ring } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';
import { limits } from '../limits.ts';
import { getTaskTracker, type TaskInfo, type TaskTracker } from '../tasks/index.ts';

export interface TaskMonitorStatistics {
  /** Each task once, whatever happened to it. */
  readonly total: number;
  readonly active: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Active for longer than their limit, ten seconds unless said. */
  readonly longRunning: number;
  /** Ended of all, 0 to 1. */
  readonly completionRate: number;
  /** Of those told by hand. */
  readonly toldByHand: number;
}

type EndState = 'done' | 'failed' | 'cancelled';

interface Told {
  readonly id: string;
  readonly name: string;
  readonly info: string | undefined;
  readonly started: number;
  readonly startedMs: number;
}

const maxTold = 10_000;

/** All tasks of this thread; and work that is none of ours, told by hand. */
export class TaskMonitor {
  readonly #tracker: TaskTracker | undefined;
  readonly #told = new Map<string, Told>();
  readonly #ended = new Ring<TaskInfo>(500);
  readonly #counts = { total: 0, done: 0, failed: 0, cancelled: 0 };

  /** Of one tracker's tasks only, if given. */
  constructor(tracker?: TaskTracker) {
    this.#tracker = tracker;
  }

  trackTaskCreation(taskId: string | number, name: string, info?: string): void {
    const id = String(taskId);
    if (this.#told.has(id)) throw fail('bad-usage', `Task '${id}' was told already and has not ended.`);
    const { clock } = runtime();
    if (this.#told.size >= maxTold) {
      runtime().drop('tasks told by hand');
      return;
    }
    this.#told.set(id, { id, name, info, started: clock.now(), startedMs: clock.monotonic() });
    this.#counts.total++;
  }

  trackTaskCompletion(taskId: string | number, status: EndState | 'completed' = 'done'): void {
    const told = this.#told.get(String(taskId));
    if (told === undefined) throw fail('unknown-id', `No task '${taskId}' was told that has not ended.`);
    const state: EndState = status === 'completed' ? 'done' : status;
    this.#told.delete(told.id);
    this.#counts[state]++;
    const { clock } = runtime();
    this.#ended.push({
      ...infoOf(told),
      state,
      ended: clock.now(),
      ageMs: clock.monotonic() - told.startedMs,
      slow: false,
    });
  }

  /** Oldest first: Eddy's tasks, then those told by hand. */
  getActiveTasks(): TaskInfo[] {
    return [...this.#source.getActiveTasks(), ...Array.from(this.#told.values(), infoOf)];
  }

  getCompletedTasks(): TaskInfo[] {
    return [...this.#source.getCompleted(), ...this.#ended.toArray()];
  }

  getLongRunningTasks(): TaskInfo[] {
    return this.getActiveTasks().filter(info => info.slow);
  }

  getStatistics(): TaskMonitorStatistics {
    const ours = this.#source.getSummary();
    const told = this.#counts;
    const total = ours.total + told.total;
    const active = ours.active + this.#told.size;
    return {
      total,
      active,
      done: ours.done + told.done,
      failed: ours.failed + told.failed,
      cancelled: ours.cancelled + told.cancelled,
      longRunning: ours.slow + [...this.#told.values()].filter(one => infoOf(one).slow).length,
      completionRate: total === 0 ? 0 : (total - active) / total,
      toldByHand: told.total,
    };
  }

  get #source(): TaskTracker {
    return this.#tracker ?? getTaskTracker();
  }
}

function infoOf({ id, name, started, startedMs }: Told): TaskInfo {
  const ageMs = runtime().clock.monotonic() - startedMs;
  return { id, name, state: 'waiting', started, ageMs, slow: ageMs >= limits.taskSlowMs };
}
