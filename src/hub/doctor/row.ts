export type RowState = 'ok' | 'warn' | 'fail' | 'skipped';

/** One thing that was tried. */
export interface Row {
  /** Stable, for programs. */
  readonly id: string;
  /** For people. */
  readonly what: string;
  readonly state: RowState;
  /** What was observed; of a skipped one, why. */
  readonly saw: string;
  /** Where it is not well: what to do. */
  readonly toDo?: string;
}

/** What a check says of itself. */
export type Outcome = Omit<Row, 'id' | 'what'>;

export const ok = (saw: string): Outcome => ({ state: 'ok', saw });
export const warn = (saw: string, toDo: string): Outcome => ({ state: 'warn', saw, toDo });
export const failed = (saw: string, toDo: string): Outcome => ({ state: 'fail', saw, toDo });
export const skipped = (saw: string): Outcome => ({ state: 'skipped', saw });

export interface Check {
  readonly id: string;
  readonly what: string;
  /** What it throws is a failed row, with this to do; a warning where Eddy does without. */
  readonly toDo: string;
  readonly isOptional?: true;
  run(signal: AbortSignal): Outcome | Promise<Outcome>;
}
