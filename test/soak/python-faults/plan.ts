import { Choices } from '../gates-fuzz/choices.ts';

/**
 * `stands still`: the adapter answers nothing any more. `slow`, `silent`: from its start on, for a while or for ever. `cut`: of
 * debugpy's own connection.
 */
export const pythonFaults = [
  'adapter killed',
  'adapter stands still',
  'adapter slow',
  'adapter silent',
  'hub killed',
  'program killed',
  'connection cut',
  'none',
] as const;
export type PythonFault = (typeof pythonFaults)[number];

/** What goes on when it comes. */
const moments = ['probe is set', 'runs', 'stopped', 'evaluates', 'steps', 'resumes', 'probe goes'] as const;

export interface PythonRound {
  readonly seed: number;
  readonly fault: PythonFault;
  readonly moment: (typeof moments)[number];
  /** So long after that began. */
  readonly laterMs: number;
  /** Tasks of one name alone, or all. */
  readonly isBound: boolean;
  /** Of an adapter that is slow: so long it does nothing. */
  readonly slowMs: number;
  readonly holdForMs: number;
}

export function pythonRoundOf(seed: number): PythonRound {
  const choices = new Choices(seed);
  return {
    seed,
    fault: choices.pick(pythonFaults),
    moment: choices.pick(moments),
    laterMs: choices.below(60),
    isBound: choices.chance(70),
    holdForMs: 300 + choices.below(700),
    slowMs: choices.below(4000),
  };
}
