import { type EddyError, fail, isEddyError } from '../../../base/index.ts';
import { type CancelNote, describeNote } from './cancel-note.ts';

/** The part of a scope that an error of ours points back to. */
export interface CancelledScope {
  readonly id: number | string;
  readonly name: string;
  readonly note: CancelNote | undefined;
}

// By symbol, as errors themselves: an error of one copy of us can reach a scope of another.
const sourceKey = Symbol.for('eddy.cancelled.scope');

export function cancelledError(source: CancelledScope, note: CancelNote): EddyError {
  const error = fail('cancelled', `Scope "${source.name}" was cancelled ${describeNote(note)}.`, {
    ...(note.reason === undefined ? {} : { cause: note.reason }),
    data: { scope: source.id, name: source.name, source: note.source, flow: note.flow, at: note.at },
  });
  Object.defineProperty(error, sourceKey, { value: source });
  return error;
}

/** The scope whose cancel this error carries; also through the AbortError that Node wraps round a signal's reason. */
export function cancelSourceOf(error: unknown): CancelledScope | undefined {
  if (isEddyError(error, 'cancelled')) return (error as { [sourceKey]?: CancelledScope })[sourceKey];
  if (!(error instanceof Error) || error.name !== 'AbortError') return undefined;
  return isEddyError(error.cause, 'cancelled') ? cancelSourceOf(error.cause) : undefined;
}
