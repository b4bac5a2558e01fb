import { Ring, type Timer } from '../../../base/index.ts';
import type { Listing } from '../../../wire/protocol/index.ts';
import { toldText } from '../capture/index.ts';
import { type Flow, type Runtime, runtime } from '../core/index.ts';
import { taskSlow } from '../findings/task-slow.ts';
import { infoOf, type TaskState } from './task-info.ts';
import type { TaskRecord } from './task-record.ts';

const historySize = 500;
const listedLive = 500;
const listedEnded = 200;
/** Between two sweeps over the pending tasks, at least. */
const sweepEveryMs = 250;

/** Every task of this thread: the pending ones in a list, the newest ended ones, and counts. One timer at most. */
export class TaskLedger {
  readonly #runtime: Runtime;
  readonly ended = new Ring<TaskRecord>(historySize);
  readonly counts = { created: 0, done: 0, failed: 0, cancelled: 0 };
  #first: TaskRecord | undefined;
  #last: TaskRecord | undefined;
  #pendingCount = 0;
  #timer: Timer | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;

  constructor(rt: Runtime) {
    this.#runtime = rt;
    rt.section('tasks', () => this.#list());
  }

  get pendingCount(): number {
    return this.#pendingCount;
  }

  /** Oldest first. */
  *pending(): IterableIterator<TaskRecord> {
    for (let record = this.#first; record !== undefined; record = record.next) yield record;
  }

  add(record: TaskRecord): void {
    record.prev = this.#last;
    if (this.#last === undefined) this.#first = record;
    else this.#last.next = record;
    this.#last = record;
    this.#pendingCount++;
    this.counts.created++;
    record.view?.taskCreated(record);
    const dueMs = record.startedMs + record.slowAfterMs;
    if (dueMs < this.#timerDueMs) this.#arm(dueMs);
    if (this.#runtime.listening)
      this.#runtime.emit('task-created', record.flow, { name: record.name, parent: record.flow.parent?.id });
  }

  end(record: TaskRecord, state: Exclude<TaskState, 'running' | 'waiting'>): void {
    if (!record.pending) return;
    const rt = this.#runtime;
    record.state = state;
    record.letGo?.();
    record.letGo = record.controller = record.scope = undefined;
    if (record.prev === undefined) this.#first = record.next;
    else record.prev.next = record.next;
    if (record.next === undefined) this.#last = record.prev;
    else record.next.prev = record.prev;
    record.next = record.prev = undefined;
    this.#pendingCount--;
    this.counts[state]++;
    this.ended.push(record);
    record.view?.taskEnded(record);
    if (rt.listening)
      rt.emit('task-ended', record.flow, {
        name: record.name,
        state,
        ageMs: rt.worked() - record.startedMs,
        ...(record.error === undefined ? {} : { error: toldText(record.error) }),
      });
    rt.endFlow(record.flow, state);
  }

  /** One pass over the pending tasks. What a slow task waits for is the root; it stays silent while a task below it is pending. */
  #sweep(): void {
    const now = this.#runtime.worked();
    let nextDueMs = Number.POSITIVE_INFINITY;
    const over: TaskRecord[] = [];
    for (const record of this.pending()) {
      if (record.toldSlow) continue;
      const dueMs = record.startedMs + record.slowAfterMs;
      if (dueMs <= now) over.push(record);
      else if (dueMs < nextDueMs) nextDueMs = dueMs;
    }
    if (over.length > 0) {
      const parents = ancestorsOf(this.pending());
      for (const record of over) {
        if (parents.has(record.flow)) {
          nextDueMs = Math.min(nextDueMs, now + 4 * sweepEveryMs);
        } else {
          record.toldSlow = true;
          this.#runtime.findings.look(taskSlow, record);
        }
      }
    }
    if (nextDueMs !== Number.POSITIVE_INFINITY) this.#arm(Math.max(nextDueMs, now + sweepEveryMs));
  }

  #arm(dueMs: number): void {
    this.#timer?.cancel();
    this.#timerDueMs = dueMs;
    const clock = this.#runtime.clock;
    // A timer may fire a part of a millisecond early.
    this.#timer = clock.after(Math.max(0, Math.ceil(dueMs - this.#runtime.worked())) + 1, () => {
      this.#timer = undefined;
      this.#timerDueMs = Number.POSITIVE_INFINITY;
      this.#runtime.guard('slow tasks', () => this.#sweep());
    });
  }

  #list(): Listing {
    const now = this.#runtime.worked();
    const items: Record<string, unknown>[] = [];
    for (const record of this.pending()) {
      if (items.length >= listedLive) break;
      items.push({ ...infoOf(record, now) });
    }
    const newest = this.ended.toArray().reverse().slice(0, listedEnded);
    for (const record of newest) items.push({ ...infoOf(record, now) });
    const { created, ...summary } = this.counts;
    return {
      total: created,
      live: this.#pendingCount,
      items,
      dropped: created - items.length,
      summary: { ...this.liveCounts(), ...summary },
    };
  }

  liveCounts(): { running: number; waiting: number } {
    let running = 0;
    for (const record of this.pending()) if (record.state === 'running') running++;
    return { running, waiting: this.#pendingCount - running };
  }
}

export function ledgerOf(rt: Runtime = runtime()): TaskLedger {
  return rt.part('tasks', () => new TaskLedger(rt));
}

/** The flows that have one of these below them. Each ancestor is visited once. */
export function ancestorsOf(records: Iterable<{ readonly flow: Flow }>): Set<Flow> {
  const found = new Set<Flow>();
  for (const { flow } of records)
    for (let up = flow.parent; up !== undefined && !found.has(up); up = up.parent) found.add(up);
  return found;
}
