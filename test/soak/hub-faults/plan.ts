import { type RoundPlan as Moment, planOf as momentOf } from '../faults/plan.ts';
import { Choices } from '../gates-fuzz/choices.ts';

export const rows = ['killed', 'restarted', 'target', 'socket', 'full', 'read-only', 'clock'] as const;
export type Row = (typeof rows)[number];

/** Of the last three: `lives`: the hub goes through it; `killed`: it is killed meanwhile, and started when it is over; `starts`: it is started while it lasts. */
const ways = {
  killed: ['killed'],
  restarted: ['once', 'twice'],
  target: ['killed'],
  socket: ['closed', 'half closed', 'cut in a line', 'every line closed'],
  full: ['lives', 'killed', 'starts'],
  'read-only': ['lives', 'killed', 'starts'],
  clock: ['forth', 'back', 'far forth', 'far back', 'forth and back', 'back and forth'],
} as const;
export type Way = (typeof ways)[Row][number];

export interface RoundPlan {
  readonly row: Row;
  readonly way: Way;
  readonly seed: number;
  /** When it comes, in what a controller does. */
  readonly moment: Moment;
  /** So many requests are answered between the fault and its end, and after that. */
  readonly between: number;
  readonly after: number;
}

/** Longer than a round may take: what lets go is not a limit. */
const farMs = 60_000;

export function planOf(row: Row, seed: number): RoundPlan {
  const choices = new Choices(seed);
  const way = choices.pick<Way>(ways[row]);
  const between = choices.below(120);
  const after = 10 + choices.below(60);
  const fault = row === 'target' ? 'program' : mayHangUp(row, way) ? 'hub' : 'controller';
  const moment: Moment = { ...momentOf(seed), fault, way: 'killed', holdForMs: farMs };
  // Its controller is cut off, too: who is stopped by the session that it left would wait for another.
  if (way === 'every line closed') return { row, way, seed, moment: { ...moment, kind: 'hold' }, between, after };
  return { row, way, seed, moment, between, after };
}

/** Whether controllers can lose the hub. */
export function mayHangUp(row: Row, way: Way): boolean {
  return row === 'socket' || isKilled(row, way);
}

export function isKilled(row: Row, way: Way): boolean {
  return row === 'killed' || row === 'restarted' || way === 'starts' || (way === 'killed' && row !== 'target');
}

/** How far the hub's clock is put, in seconds, one after the other. */
export function stepsOf(way: Way): readonly number[] {
  const hour = 3_600;
  const year = 365 * 24 * hour;
  if (way === 'far forth') return [year];
  if (way === 'far back') return [-year];
  if (way === 'forth') return [hour];
  if (way === 'back') return [-hour];
  return way === 'forth and back' ? [hour, -hour] : [-hour, hour];
}
