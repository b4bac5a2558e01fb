import type { SystemFigures } from '../../../wire/protocol/index.ts';

/** Of one target; what it does not tell is absent. */
export interface Figures {
  /** Of one core: 150 is one and a half. Of a process; of a thread where the target is a worker. */
  readonly cpuPercent?: number;
  readonly rssBytes?: number;
  readonly heapUsedBytes?: number;
  /** Share of time in which the event loop was not idle. */
  readonly loopPercent?: number;
  /** How much later than asked a timer ran: at most since the figures before, and ever. */
  readonly lateMs?: number;
  readonly worstLateMs?: number;
  /** That are alive, and that there were. */
  readonly tasks?: number;
  readonly tasksInAll?: number;
  /** Shares are of all its life: there were no figures before. */
  readonly sinceItBegan: boolean;
}

export interface Telling {
  readonly said: SystemFigures;
  /** What was said before; absent: nothing. */
  readonly before?: SystemFigures | undefined;
  /** Between the two, by the target's clock; absent where that is not known. */
  readonly betweenMs?: number | undefined;
  readonly isWorker: boolean;
}

/** Shares of the time between two tellings. What a program says itself is only believed where it is a number. */
export function figuresOf({ said: now, before, betweenMs, isWorker }: Telling): Figures {
  const { process, loop } = now;
  const busyMs = passed(loop?.activeMs, before?.loop?.activeMs);
  const idleMs = passed(loop?.idleMs, before?.loop?.idleMs);
  const cpuMs = isWorker ? passed(loop?.cpuMs, before?.loop?.cpuMs) : passed(cpuOf(now), before && cpuOf(before));
  // Where a process does not say for how long it has run.
  const wallMs = isWorker ? sum(busyMs, idleMs) : (passed(process?.uptimeMs, before?.process?.uptimeMs) ?? betweenMs);
  return defined({
    cpuPercent: percent(cpuMs, wallMs),
    rssBytes: process?.rssBytes,
    heapUsedBytes: process?.heapUsedBytes,
    loopPercent: percent(busyMs, sum(busyMs, idleMs)),
    lateMs: loop?.delay?.maxMs,
    worstLateMs: loop?.worstDelayMs,
    tasks: now.tasks?.live,
    tasksInAll: now.tasks?.total,
    sinceItBegan: before === undefined,
  });
}

function cpuOf({ process }: SystemFigures): number | undefined {
  return sum(process?.cpuUserMs, process?.cpuSystemMs);
}

/** Undefined where it is not told, or counted backwards. */
function passed(now: number | undefined, before = 0): number | undefined {
  if (typeof now !== 'number' || !(now >= before)) return undefined;
  return now - before;
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

function percent(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole <= 0 ? undefined : (part / whole) * 100;
}

function defined(figures: { [K in keyof Figures]: Figures[K] | undefined }): Figures {
  const known = Object.entries(figures).filter(([, value]) => value !== undefined && !Number.isNaN(value));
  return Object.fromEntries(known) as unknown as Figures;
}
