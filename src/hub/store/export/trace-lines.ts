/** What Chrome's trace format calls an event. `ts` in µs; `pid` and `tid` are ours, as threads of one process are targets, too. */
export type TraceLine = MetaLine | SliceLine | AsyncLine | InstantLine | CounterLine;

type Args = Readonly<Record<string, unknown>>;

interface MetaLine {
  readonly ph: 'M';
  readonly name: 'process_name' | 'process_sort_index' | 'thread_name' | 'thread_sort_index';
  readonly pid: number;
  readonly tid: number;
  readonly args: Args;
}

interface Timed {
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
}

/** Of one track, an end closes what was begun last. */
export interface SliceLine extends Timed {
  readonly ph: 'B' | 'E';
  readonly name: string;
  readonly cat: string;
  readonly args?: Args;
}

/** What can overlap; the two with the same `cat` and `id` belong together. */
export interface AsyncLine extends Timed {
  readonly ph: 'b' | 'e';
  readonly name: string;
  readonly cat: string;
  readonly id: string;
  readonly args?: Args;
}

export interface InstantLine extends Timed {
  readonly ph: 'i';
  readonly name: string;
  readonly cat: string;
  /** Thread or process. */
  readonly s: 't' | 'p';
  readonly args: Args;
}

export interface CounterLine extends Timed {
  readonly ph: 'C';
  readonly name: string;
  readonly args: Readonly<Record<string, number>>;
}
