import { runtime } from '../core/index.ts';
import { cancelTask } from './task-cancel.ts';
import { infoOf, type TaskInfo, type TaskState } from './task-info.ts';
import type { TaskRecord } from './task-record.ts';

/** The promise of a task's result that also knows its task. */
export type Task<T> = Promise<T> & TaskHandle;

export interface TaskHandle {
  /** That of the task's flow; never used twice. */
  readonly id: string;
  readonly name: string;
  readonly state: TaskState;
  /** Aborts the task's signal. False when it has ended, or was asked before. */
  cancel(reason?: unknown): boolean;
  info(): TaskInfo;
}

export function asTask<T>(promise: Promise<T>, record: TaskRecord): Task<T> {
  new Handle(promise, record);
  Object.setPrototypeOf(promise, Handle.prototype);
  return promise as Task<T>;
}

/** The task behind a handle, ours or another copy's. */
export function recordOf(handle: TaskHandle): TaskRecord {
  return Handle.record(handle as unknown as Handle);
}

class Given {
  constructor(given: object) {
    // biome-ignore lint/correctness/noConstructorReturn: the fields of a class below are put on what is returned here
    return given;
  }
}

/**
 * Puts the record on the promise as a private field and then stands between it and Promise.prototype: a tenth of the cost of
 * defining five properties on each promise, it stays a native promise (`await` takes the short way, `then` gives a plain
 * one), and nothing shows when it is listed.
 */
class Handle extends Given implements TaskHandle {
  readonly #record: TaskRecord;

  constructor(promise: object, record: TaskRecord) {
    super(promise);
    this.#record = record;
  }

  static record(handle: Handle): TaskRecord {
    return handle.#record;
  }

  get id(): string {
    return this.#record.flow.id;
  }

  get name(): string {
    return this.#record.flow.name;
  }

  get state(): TaskState {
    return this.#record.state;
  }

  cancel(reason?: unknown): boolean {
    return cancelTask(this.#record, reason);
  }

  info(): TaskInfo {
    return infoOf(this.#record, runtime().worked());
  }
}

// The real Promise.prototype, whatever the global says by now. Without a constructor of its own a task's is Promise's.
Object.setPrototypeOf(Handle.prototype, Object.getPrototypeOf((async () => {})()));
Reflect.deleteProperty(Handle.prototype, 'constructor');
