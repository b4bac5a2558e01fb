import { sayMs } from '../../words/index.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps: readonly number[] = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(seconds => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map(minutes => minutes * minute),
  ...[1, 2, 3, 6, 12].map(hours => hours * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map(days => days * day),
];

/** The least step of time that is round for people and leaves so many pixels between two. */
export function tickStep(msPerPx: number, leastPx: number): number {
  return steps.find(step => step / msPerPx >= leastPx) ?? steps.at(-1)!;
}

/** The first moment of that step at or after `from`, as clocks here show it. */
export function firstTick(from: number, step: number, offsetMs: number = offsetAt(from)): number {
  return Math.ceil((from + offsetMs) / step) * step - offsetMs;
}

/** What stands at a tick: no more of the time than two ticks differ in; the day where one begins. */
export function tickLabel(time: number, step: number): string {
  const date = new Date(time);
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two);
  if (step >= day || (step >= hour && date.getHours() === 0 && date.getMinutes() === 0))
    return `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  if (step >= minute) return `${hours}:${minutes}`;
  if (step >= 1_000) return `${hours}:${minutes}:${seconds}`;
  const digits = Math.max(0, Math.ceil(-Math.log10(step / 1_000) - 1e-9));
  const fraction = (((time % 1_000) + 1_000) % 1_000) / 1_000;
  return `${hours}:${minutes}:${seconds}${fraction.toFixed(digits).slice(1)}`;
}

/** How long a window is, for people. */
export function saySpan(ms: number): string {
  return sayMs(ms);
}

function offsetAt(time: number): number {
  return -new Date(time).getTimezoneOffset() * minute;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
