import type { Flow, Trace } from '../core/index.ts';

/**
 * `running`: its code is on the stack. `waiting`: it gave a promise that is pending; whether a part of it runs at this
 * moment cannot be seen without gates.
 */
export type TaskState = 'running' | 'waiting' | 'done' | 'failed' | 'cancelled';

/** One task, from its creation until the history lets go of it. Small: a program may have a hundred thousand. */
export class TaskRecord {
  readonly flow: Flow;
  /** Monotonic. */
  readonly startedMs: number;
  readonly slowAfterMs: number;
  /** The tracker whose view it belongs to besides the thread's own. */
  readonly view: TaskView | undefined;
  state: TaskState = 'running';
  /** The first cancel that was asked for. */
  cancel: TaskCancel | undefined;
  controller: AbortController | undefined;
  /** The cancel scope round it, while it is pending. */
  scope: unknown;
  /** Lets go of the signal and the scope that it was given. */
  letGo: (() => void) | undefined;
  error: string | undefined;
  /** Its finding was reported. */
  toldSlow = false;
  /** The event loop ran empty while it was pending. */
  stranded = false;
  /** Neighbours in the list of pending tasks. */
  next: TaskRecord | undefined;
  prev: TaskRecord | undefined;

  constructor(flow: Flow, startedMs: number, slowAfterMs: number, view: TaskView | undefined) {
    this.flow = flow;
    this.startedMs = startedMs;
    this.slowAfterMs = slowAfterMs;
    this.view = view;
  }

  get name(): string {
    return this.flow.name;
  }

  get pending(): boolean {
    return this.state === 'running' || this.state === 'waiting';
  }
}

export interface TaskCancel {
  /** As text: it must not keep the flow alive. */
  readonly by: { readonly id: string; readonly name: string };
  readonly reason: unknown;
  readonly text: string;
  readonly at: number;
  readonly trace: Trace;
}

/** What is told of every task of its own. */
export interface TaskView {
  taskCreated(record: TaskRecord): void;
  taskEnded(record: TaskRecord): void;
}
