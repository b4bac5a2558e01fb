import { Choices } from '../gates-fuzz/choices.ts';

export const faults = ['controller', 'hub', 'socket', 'program'] as const;
export type Fault = (typeof faults)[number];

/** What the controller asks for: before or after the answer to one of these the fault comes. */
const verbs = ['hello', 'probe', 'holds', 'variables', 'evaluate', 'set', 'step', 'resume', 'unset', 'off'] as const;
const ways = {
  controller: ['killed'],
  hub: ['killed', 'killed', 'stands still'],
  socket: ['closed', 'half closed', 'cut in a line', 'silent'],
  program: ['killed'],
} as const;

export type Way = (typeof ways)[Fault][number];

export interface RoundPlan {
  readonly seed: number;
  readonly fault: Fault;
  readonly way: Way;
  readonly verb: (typeof verbs)[number];
  /** The how-manieth time. */
  readonly nth: number;
  readonly when: 'asks' | 'got';
  /** The controller does not work longer. */
  readonly latestMs: number;
  /** So long after that word. */
  readonly laterMs: number;
  readonly kind: 'hold' | 'stop';
  readonly holdForMs: number;
}

/** Longer than a round may take. */
const farMs = 60_000;

export function planOf(seed: number): RoundPlan {
  const choices = new Choices(seed);
  const fault = choices.pick(faults);
  const way = choices.pick<Way>(ways[fault]);
  const verb = choices.pick(verbs);
  const limitMs = 60 + choices.below(200);
  return {
    seed,
    fault,
    way,
    verb,
    nth: verb === 'hello' ? 1 : 1 + choices.below(2),
    when: choices.pick(['asks', 'got'] as const),
    latestMs: 150 + choices.below(250),
    laterMs: choices.below(4),
    kind: choices.chance(15) ? 'stop' : 'hold',
    holdForMs: isSeen(fault, way) ? farMs : limitMs,
  };
}

/** Whether the program itself sees that nobody is left who could resume; else only the limit of a hold lets go. */
function isSeen(fault: Fault, way: Way): boolean {
  return fault !== 'controller' && way !== 'stands still' && way !== 'silent';
}
