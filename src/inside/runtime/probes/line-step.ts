import type { BoundPlace } from '../../../wire/protocol/index.ts';
import type { Context } from '../core/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import type { StepWord } from './steps.ts';

/** Where V8 pauses on the way. */
export interface PausedAt {
  readonly file: string;
  readonly line: number;
  /** Frames of the stack, the paused one among them. */
  readonly depth: number;
}

/** No step of a line comes through so many places. */
const mostPauses = 1_000;

/** A step inside a function that is not async: V8 goes from place to place, until it is another line. */
export class LineStep {
  readonly probe: ArmedProbe;
  readonly word: StepWord;
  /** Of the flow that stood. */
  readonly context: Context;
  readonly #from: BoundPlace;
  #depth: number | undefined;
  #pauses = 0;

  /** `depth`: of the stack where it stood; undefined: the first pause tells. */
  constructor(probe: ArmedProbe, word: StepWord, context: Context, from: BoundPlace, depth?: number) {
    this.probe = probe;
    this.word = word;
    this.context = context;
    this.#from = from;
    this.#depth = depth;
  }

  /** In who called the function. */
  isBack(depth: number): boolean {
    return this.#depth !== undefined && depth < this.#depth;
  }

  /** `on`: still the line where it began. */
  meet({ file, line, depth }: PausedAt): 'on' | 'there' | 'lost' {
    if (++this.#pauses > mostPauses) return 'lost';
    this.#depth ??= depth;
    return depth === this.#depth && file === this.#from.file && line === this.#from.line ? 'on' : 'there';
  }
}
