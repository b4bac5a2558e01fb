import { fail } from '../../../base/index.ts';
import { Context, runtime, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';
import { nameError } from './error-text.ts';
import { followSignal, noteScopeCancel, signalOf, wasCancelled } from './task-cancel.ts';
import { asTask, type Task } from './task-handle.ts';
import { ledgerOf, type TaskLedger } from './task-ledger.ts';
import { TaskRecord, type TaskView } from './task-record.ts';

export type { Task } from './task-handle.ts';

export interface TaskOptions {
  /** Pending for longer, it is told as slow. Ten seconds unless said; Infinity for what is meant to run long. */
  readonly slowAfterMs?: number;
  /** Cancels the task when it aborts, with its reason. */
  readonly signal?: AbortSignal;
}

/** What the function of a task is given. */
export interface TaskSelf {
  readonly id: string;
  readonly name: string;
  /** Aborts when the task is cancelled. */
  readonly signal: AbortSignal;
}

export type TaskFunction<T> = (self: TaskSelf) => T | PromiseLike<T>;

/**
 * Runs `fn` now, as a flow of its own below the current one. What comes back is the promise of its result, with `id`,
 * `name`, `state`, `cancel(reason)` and `info()` on it.
 */
export function task<T>(name: string, fn: TaskFunction<T>, options?: TaskOptions): Task<T> {
  return startTask(name, fn, options, task);
}

/** For what starts tasks in the user's name: frames of `below` and above it are not where the task was made. */
export function startTask<T>(
  name: string,
  fn: TaskFunction<T>,
  options: TaskOptions | undefined,
  below: (...args: never[]) => unknown,
  view?: TaskView,
): Task<T> {
  if (typeof fn !== 'function')
    throw fail('bad-usage', `Task '${name}' got ${fn === null ? 'null' : typeof fn} instead of a function.`, {
      hint: 'Pass the function, not what it returned: task(name, () => work()).',
    });
  const rt = runtime();
  const ledger = ledgerOf(rt);
  const parent = rt.context();
  const flow = rt.startFlow('task', String(name), { parent: parent.flow, born: new Trace(below) });
  const record = new TaskRecord(flow, rt.worked(), options?.slowAfterMs ?? limits.taskSlowMs, view);
  record.scope = parent.scope;
  ledger.add(record);
  if (options?.signal !== undefined) followSignal(record, options.signal);
  return asTask(
    rt.run(new Context(flow, parent.scope), () => settle(ledger, record, fn)),
    record,
  );
}

// The program gets the promise that follows its own: a branch beside it would count as a handler and hide an unhandled
// rejection. An async function, so that V8's async stacks go on through it; in the task's flow, so that its rejection is the
// task's.
async function settle<T>(ledger: TaskLedger, record: TaskRecord, fn: TaskFunction<T>): Promise<T> {
  try {
    const given = fn(new Self(record));
    record.state = 'waiting';
    const value = await given;
    ledger.end(record, 'done');
    return value;
  } catch (error) {
    const cancelled = wasCancelled(record, error);
    // Where nobody cancelled the task itself, the error alone says who did.
    if (!cancelled || record.cancel === undefined) record.error = nameError(error);
    if (cancelled) noteScopeCancel(record, error);
    ledger.end(record, cancelled ? 'cancelled' : 'failed');
    throw error;
  }
}

class Self implements TaskSelf {
  readonly #record: TaskRecord;

  constructor(record: TaskRecord) {
    this.#record = record;
  }

  get id(): string {
    return this.#record.flow.id;
  }

  get name(): string {
    return this.#record.flow.name;
  }

  get signal(): AbortSignal {
    return signalOf(this.#record);
  }
}
