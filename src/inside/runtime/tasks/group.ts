import { fail } from '../../../base/index.ts';
import { Context, type Flow, runtime } from '../core/index.ts';
import { type CancelScope, cancelSourceOf, openScope } from '../scopes/index.ts';
import { nameError } from './error-text.ts';
import { startTask, type Task, type TaskFunction, type TaskOptions } from './task.ts';
import { cancellerOf, cancelTask } from './task-cancel.ts';
import { recordOf } from './task-handle.ts';

export interface GroupOptions {
  readonly name?: string;
  /** Cancels the group when it aborts. */
  readonly signal?: AbortSignal;
  /** Cancels the group when it is not over by then. */
  readonly deadlineMs?: number;
}

/** What the function of a group is given. */
export interface Group {
  /** Starts a child. The group waits for it; its failure cancels the others and is the group's. */
  spawn<T>(name: string, fn: TaskFunction<T>, options?: TaskOptions): Task<T>;
  /** Aborts when the group is cancelled. */
  readonly signal: AbortSignal;
  cancel(reason?: unknown): void;
}

/**
 * Runs `fn` and the children that it spawns: all have ended when the promise settles. The first failure cancels the rest.
 * One failure is thrown as it is, several as one error `group-failed` with `errors`. A group that was cancelled from
 * within, or by its deadline or signal, throws the error `cancelled`.
 */
export async function group<T>(fn: (group: Group) => T | PromiseLike<T>, options: GroupOptions = {}): Promise<T> {
  const name = options.name ?? 'group';
  const scope = openScope(name, { signal: options.signal, deadlineMs: options.deadlineMs });
  scope.begin(true);
  const running = new RunningGroup(name, scope);
  const rt = runtime();
  const { flow, generator } = rt.context();
  const inside = new Context(flow, scope, generator);
  try {
    let value: T | undefined;
    try {
      value = await rt.run(inside, () => fn(running));
    } catch (error) {
      running.failed(error, flow, 'its function');
    }
    await running.childrenEnd();
    running.throwFailures();
    return value as T;
  } finally {
    running.closed = true;
    scope.leave('exited');
  }
}

class RunningGroup implements Group {
  readonly #name: string;
  readonly #scope: CancelScope;
  readonly #children = new Set<Task<unknown>>();
  readonly #failures = new Set<unknown>();
  /** Of children, or of the function itself, that ended because the group was cancelled. */
  #cancelled: unknown;
  closed = false;

  constructor(name: string, scope: CancelScope) {
    this.#name = name;
    this.#scope = scope;
    // So that children that look only at their own signal, and who cancelled them, are told too.
    scope.signal.addEventListener('abort', () => runtime().guard('group cancel', () => this.#passOn()), { once: true });
  }

  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  // Fields, not methods: `group(({ spawn }) => …)` takes them off.
  readonly cancel = (reason?: unknown): void => {
    this.#scope.cancel(reason);
  };

  readonly spawn = <T>(name: string, fn: TaskFunction<T>, options?: TaskOptions): Task<T> => {
    if (this.closed)
      throw fail('closed', `Group '${this.#name}' is over; '${name}' cannot be spawned in it.`, {
        hint: 'Spawn while its function, or a child, is still pending.',
      });
    // Below the flow that spawns, in the scope of the group: a child may spawn siblings.
    const rt = runtime();
    const inside = new Context(rt.flow(), this.#scope);
    const child = rt.run(inside, () => startTask(name, fn, options, this.spawn));
    this.#children.add(child);
    void this.#follow(child);
    if (this.#scope.signal.aborted) this.#passOn();
    return child;
  };

  async childrenEnd(): Promise<void> {
    while (this.#children.size > 0) await Promise.allSettled(this.#children);
  }

  failed(error: unknown, by: Flow, who: string): void {
    if (this.#isCancel(error)) {
      this.#cancelled ??= error;
      return;
    }
    this.#failures.add(error);
    if (this.#scope.signal.aborted) return;
    // In the name of what failed: the scope keeps who cancelled.
    const rt = runtime();
    rt.run(new Context(by, this.#scope), () => this.#scope.cancel(`${who} failed: ${nameError(error)}`));
  }

  throwFailures(): void {
    const errors = [...this.#failures];
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) {
      const texts = errors.slice(0, 5).map(nameError).join('; ');
      const error = fail('group-failed', `${errors.length} failures in group '${this.#name}': ${texts}.`, {
        cause: errors[0],
      });
      throw Object.defineProperty(error, 'errors', { value: errors, configurable: true });
    }
    if (this.#cancelled !== undefined) throw this.#cancelled;
  }

  async #follow(child: Task<unknown>): Promise<void> {
    const record = recordOf(child);
    try {
      await child;
    } catch (error) {
      // A child that was cancelled by itself is no failure, and no cancel of the group.
      if (record.state !== 'cancelled' || this.#scope.signal.aborted)
        this.failed(error, record.flow, `'${record.name}'`);
    }
    this.#children.delete(child);
  }

  #isCancel(error: unknown): boolean {
    const { signal } = this.#scope;
    return signal.aborted && (error === signal.reason || cancelSourceOf(error) !== undefined);
  }

  #passOn(): void {
    const { signal, cancelledBy: by } = this.#scope;
    for (const child of this.#children) {
      cancelTask(recordOf(child), signal.reason, cancellerOf(by));
    }
  }
}
