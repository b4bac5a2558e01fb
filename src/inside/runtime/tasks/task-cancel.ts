import { fail, isEddyError } from '../../../base/index.ts';
import { runtime, Trace } from '../core/index.ts';
import { type CancelledBy, type CancelScope, cancelSourceOf, currentScope } from '../scopes/index.ts';
import { isAbortError, nameError } from './error-text.ts';
import type { TaskRecord } from './task-record.ts';

export interface TaskCanceller {
  readonly id: string;
  readonly name: string;
  readonly text: string | undefined;
}

/** Asks the task to stop. False: it has ended, or somebody asked before. `by`: where it is not the current flow that asks. */
export function cancelTask(record: TaskRecord, reason?: unknown, by?: TaskCanceller): boolean {
  if (!record.pending || record.cancel !== undefined) return false;
  const rt = runtime();
  const text = reason === undefined ? 'no reason given' : reasonText(reason);
  const trace = new Trace(cancelTask);
  const { id, name } = by ?? rt.flow();
  record.cancel = { by: { id, name }, reason, text: by?.text ?? text, at: rt.clock.now(), trace };
  record.flow.cancelError = () => cancelErrorOf(record);
  record.controller?.abort(cancelErrorOf(record));
  return true;
}

/** Made when somebody asks for it: most tasks never look. */
export function signalOf(record: TaskRecord): AbortSignal {
  if (record.controller === undefined) {
    record.controller = new AbortController();
    if (record.cancel !== undefined) record.controller.abort(cancelErrorOf(record));
    else if (record.pending && record.scope !== undefined) followScope(record, record.scope as CancelScope);
  }
  return record.controller.signal;
}

function cancelErrorOf(record: TaskRecord): unknown {
  const cancel = record.cancel;
  if (cancel === undefined || cancel.reason instanceof Error) return cancel?.reason;
  return fail('cancelled', `Task '${record.name}' was cancelled: ${cancel.text}.`, { cause: cancel.reason });
}

function reasonText(reason: unknown): string {
  return typeof reason === 'string' ? reason : nameError(reason);
}

/** In the task's own context. Asked for, and obeyed: it failed with the reason of the cancel, or with what an aborted call throws. */
export function wasCancelled(record: TaskRecord, error: unknown): boolean {
  if (record.cancel === undefined) {
    // By a scope around it, and not merely the error of something else that was cancelled.
    const source = cancelSourceOf(error);
    return source !== undefined && currentScope()?.cancelSource() === source;
  }
  if (error === record.cancel.reason || error === record.controller?.signal.reason) return true;
  return isEddyError(error, 'cancelled') || isAbortError(error);
}

/** A cancel of the scope round it is one of the task. In a group, the group tells its children first. */
function followScope(record: TaskRecord, scope: CancelScope): void {
  const before = record.letGo;
  followSignal(record, scope.signal, () => cancellerOf(scope.cancelledBy));
  const after = record.letGo;
  record.letGo = () => {
    before?.();
    if (after !== before) after?.();
  };
}

/** It ended of a cancel that it was not asked for by its signal: it looked at a checkpoint. */
export function noteScopeCancel(record: TaskRecord, error: unknown): void {
  if (record.cancel !== undefined) return;
  const by = (record.scope as CancelScope | undefined)?.cancelledBy;
  const who = cancellerOf(by);
  if (by === undefined || who === undefined) return;
  const { reason, at } = by;
  const text = who.text ?? nameError(error);
  record.cancel = { by: { id: who.id, name: who.name }, reason, text, at, trace: new Trace(noteScopeCancel) };
}

export function cancellerOf(by: CancelledBy | undefined): TaskCanceller | undefined {
  if (by === undefined) return undefined;
  const { flow: id, flowName: name, reason } = by;
  return { id, name, text: reason === undefined ? undefined : reasonText(reason) };
}

export function followSignal(
  record: TaskRecord,
  signal: AbortSignal,
  by: () => TaskCanceller | undefined = () => undefined,
): void {
  if (signal.aborted) {
    cancelTask(record, signal.reason, by());
    return;
  }
  // A signal calls its listeners in the flow of whoever aborts: that is who asked.
  const onAbort = () => runtime().guard('task cancel', () => cancelTask(record, signal.reason, by()));
  signal.addEventListener('abort', onAbort, { once: true });
  record.letGo = () => signal.removeEventListener('abort', onAbort);
}
