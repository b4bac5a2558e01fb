import type { BoundPlace, EddyEvent, Hold, StackLine } from '../../wire/protocol/index.ts';
import { holdKey } from './run-link.ts';

/** A flow that is held, or a process that is stopped, as the editor sees it. */
export interface Stop {
  /** As the hub is asked for it. */
  readonly key: string;
  readonly target: string;
  readonly kind: 'hold' | 'stop';
  readonly flow: string;
  readonly probe: string;
  readonly session: string;
  readonly place: BoundPlace;
  readonly stack: readonly StackLine[];
  /** What it was held for, where that is no line. */
  readonly after?: string;
  /** What was captured as it came there. */
  readonly locals: Readonly<Record<string, unknown>>;
  /** Of the thread that it is the stop of. */
  readonly thread: number;
  /** By which one of its callers' frames is meant; absent: where it stands. */
  readonly frame?: number;
}

export type Arrival = Omit<Stop, 'thread' | 'frame'>;

export function arrivalOf({ kind, target, flow = '', session = '', data }: EddyEvent): Arrival {
  const { hold, probe, file, line, column, after } = data;
  const place = {
    file: String(file ?? ''),
    line: Number(line ?? 0),
    column: Number(column ?? 0),
    function: String(data.function ?? ''),
  };
  return {
    key: holdKey(target, String(hold)),
    target,
    kind: kind === 'stopped' ? 'stop' : 'hold',
    flow,
    probe: String(probe),
    session,
    place,
    // Before the first line only our own frames are there.
    stack: stackOf(probe === 'wait' ? [] : data.stack, place),
    locals: (data.locals ?? {}) as Record<string, unknown>,
    ...(typeof after === 'string' ? { after } : {}),
  };
}

/** One that was there before we came. */
export function arrivalOfHold({ id, target, kind, flow, probe, session, place, stack }: Hold): Arrival {
  return {
    key: holdKey(target, id),
    target,
    kind,
    flow,
    probe,
    session,
    place,
    stack: stackOf(probe === 'wait' ? [] : stack, place),
    locals: {},
  };
}

function stackOf(stack: unknown, place: BoundPlace): readonly StackLine[] {
  const lines = Array.isArray(stack) ? (stack as StackLine[]) : [];
  if (lines.length === 0) return [{ ...place, async: false }];
  const at = lines.findIndex(line => isIn(line, place));
  // Above it there may be what we came by; what a package of the program's does there is the program's.
  if (at < 0 || !lines.slice(0, at).every(({ file }) => file.startsWith('node:'))) return lines;
  // A gate stands before its statement, perhaps at the end of the line above.
  return [{ ...(lines[at] as StackLine), ...place }, ...lines.slice(at + 1)];
}

function isIn(line: StackLine, place: BoundPlace): boolean {
  const { file, function: name } = line;
  return file === place.file && (name === place.function || name.endsWith(`.${place.function}`));
}
