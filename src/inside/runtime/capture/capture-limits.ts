import { Redaction } from '../../../base/index.ts';

export interface CaptureLimits {
  /** Levels of objects below the value itself. */
  readonly depth: number;
  /** Elements of an array, a map or a set. */
  readonly collection: number;
  /** Fields of one object. */
  readonly fields: number;
  /** Characters of one string. */
  readonly string: number;
  /** Characters of an error's stack. */
  readonly stack: number;
  /** Objects in the whole capture. The nearest come first, so one huge value leaves room for the others. */
  readonly nodes: number;
  /** The list of one object's keys is taken whole and cannot be interrupted. */
  readonly timeMs: number;
  readonly redaction: Redaction;
}

/** What holds where a capture says nothing else. The configuration changes it before the program's first line, and nobody after. */
export const captureLimits: { -readonly [N in keyof CaptureLimits]: CaptureLimits[N] } = {
  depth: 3,
  collection: 100,
  fields: 50,
  string: 255,
  stack: 2_048,
  nodes: 500,
  timeMs: 5,
  redaction: new Redaction(),
};
