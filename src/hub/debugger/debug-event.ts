import type { EddyEvent, EventKind } from '../../wire/protocol/index.ts';
import type { SessionEvent } from '../session/index.ts';

export type DebugEventKind = EventKind;

/** What happened in a session. */
export interface DebugEvent extends SessionEvent {
  readonly sessionName: string;
  /** Counts up within the session, from 1. */
  readonly number: number;
  /** Where in the source; absent where no place is concerned. */
  readonly place?: { readonly file: string; readonly line: number; readonly function?: string };
}

/** How a session ended: its function returned or threw, a signal was aborted, it was asked to, its time was over, its hub went. */
export type SessionEnd = 'returned' | 'threw' | 'aborted' | 'closed' | 'timed-out' | 'closed-by-hub' | 'hub-gone';

export function placeOf({ data }: EddyEvent): Pick<DebugEvent, 'place'> {
  const { file, line, function: name } = data;
  if (typeof file !== 'string' || typeof line !== 'number') return {};
  return { place: { file, line, ...(typeof name === 'string' ? { function: name } : {}) } };
}
