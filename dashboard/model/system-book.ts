import type { EddyEvent, SystemCourse, SystemFigures } from '../../src/wire/protocol/index.ts';
import { type CoursePoint, coursePoints } from './course-points.ts';

/** What is drawn of a target over time; each is NaN where the target does not tell it. */
export const systemColumns = [
  'cpuPercent',
  'threadCpuPercent',
  'rssBytes',
  'heapUsedBytes',
  'loopPercent',
  'delayMeanMs',
  'delayMaxMs',
  'tasks',
] as const;
export type SystemColumn = (typeof systemColumns)[number];
export type SystemSample = { readonly [C in SystemColumn]: number } & {
  /** Epoch ms, of the target's clock. */
  readonly at: number;
  readonly figures: SystemFigures;
};

/** A quarter of an hour at one a second, and some. */
const maxSamples = 1_200;
/** Of those that ended, the ones that were heard of longest ago go. */
const maxTargets = 500;
/** After such a pause the line is broken: what came in between nobody told. */
const gapMs = 5_000;

/** The figures of one target over time. */
export class SystemSeries {
  /** Oldest first; a sample that is all NaN is a gap. */
  readonly samples: SystemSample[] = [];
  /** Of its whole life; absent while it runs. */
  totals: SystemSample | undefined;
  /** Samples that are no longer kept. */
  dropped = 0;

  get last(): SystemSample | undefined {
    return this.samples.at(-1);
  }

  take(at: number, figures: SystemFigures, broken = gapMs): void {
    const { last } = this;
    if (last !== undefined && at <= last.at) return;
    const isBroken = last !== undefined && at - last.at > broken;
    if (isBroken) this.#push({ ...nothing, at: last.at + 1, figures: last.figures });
    this.#push(sampleOf(at, figures, last));
  }

  /** What went before the first sample, as a report has it: coarser, the longer it was. */
  takeBefore(points: readonly CoursePoint[], everyMs: number): void {
    const [first] = this.samples;
    const before = new SystemSeries();
    const broken = Math.max(gapMs, everyMs * 3);
    for (const { at, figures } of points) if (first === undefined || at < first.at) before.take(at, figures, broken);
    if (before.last === undefined) return;
    if (first !== undefined) this.samples[0] = sampleOf(first.at, first.figures, before.last);
    this.samples.unshift(...before.samples);
  }

  /** What it used in all, when it was over: shares are of its whole life. */
  takeTotals(at: number, figures: SystemFigures, livedMs: number): void {
    const { process, loop } = figures;
    const sample = sampleOf(at, figures, undefined);
    const whole = { activeMs: 0, idleMs: 0, delay: { meanMs: 0, maxMs: 0 }, worstDelayMs: 0 };
    this.totals = {
      ...sample,
      cpuPercent: ((cpuOf(figures) ?? Number.NaN) / (process?.uptimeMs ?? livedMs)) * 100,
      threadCpuPercent: ((loop?.cpuMs ?? Number.NaN) / ((loop?.activeMs ?? 0) + (loop?.idleMs ?? 0))) * 100,
      loopPercent: loopPercent(loop, whole),
    };
  }

  most(column: SystemColumn, since = 0): number {
    let most = Number.NaN;
    for (const sample of this.samples)
      if (sample.at >= since && !(sample[column] <= most) && !Number.isNaN(sample[column])) most = sample[column];
    return most;
  }

  #push(sample: SystemSample): void {
    this.samples.push(sample);
    // In batches: an array that gives away its head each second moves all of it.
    if (this.samples.length <= maxSamples + 100) return;
    this.dropped += 100;
    this.samples.splice(0, 100);
  }
}

/** The figures of all targets, as they come. */
export class SystemBook {
  revision = 0;
  readonly #series = new Map<string, SystemSeries>();

  get targets(): IterableIterator<string> {
    return this.#series.keys();
  }

  series(target: string): SystemSeries | undefined {
    return this.#series.get(target);
  }

  take({ target, at, data }: EddyEvent): void {
    const { figures } = data;
    // A program's own SystemMonitor says its samples under the same kind, in other words.
    if (typeof figures === 'object' && figures !== null) this.#seriesOf(target).take(at, figures);
  }

  /** As the report of a run that is over has them. */
  takeTotals(target: string, at: number, figures: SystemFigures, livedMs: number): void {
    this.#seriesOf(target).takeTotals(at, figures, livedMs);
  }

  /** As a report has it: of one that is over, or of the time before this page. */
  takeCourse(target: string, course: SystemCourse): void {
    this.#seriesOf(target).takeBefore(coursePoints(course), course.everyMs);
  }

  #seriesOf(target: string): SystemSeries {
    const series = this.#series.get(target) ?? new SystemSeries();
    this.#series.delete(target);
    this.#series.set(target, series);
    for (const oldest of this.#series.keys()) {
      if (this.#series.size <= maxTargets) break;
      this.#series.delete(oldest);
    }
    this.revision++;
    return series;
  }
}

const nothing = Object.fromEntries(systemColumns.map(column => [column, Number.NaN])) as {
  [C in SystemColumn]: number;
};

function sampleOf(at: number, figures: SystemFigures, before: SystemSample | undefined): SystemSample {
  const { process, loop } = figures;
  const was = before?.figures;
  const passedMs = before === undefined ? Number.NaN : at - before.at;
  return {
    at,
    figures,
    cpuPercent: (between(cpuOf(figures), was && cpuOf(was)) / passedMs) * 100,
    threadCpuPercent: (between(loop?.cpuMs, was?.loop?.cpuMs) / passedMs) * 100,
    rssBytes: process?.rssBytes ?? Number.NaN,
    heapUsedBytes: process?.heapUsedBytes ?? Number.NaN,
    loopPercent: loopPercent(loop, was?.loop),
    delayMeanMs: loop?.delay?.meanMs ?? Number.NaN,
    delayMaxMs: loop?.delay?.maxMs ?? Number.NaN,
    tasks: figures.tasks?.live ?? Number.NaN,
  };
}

function cpuOf({ process }: SystemFigures): number | undefined {
  if (process?.cpuUserMs === undefined) return undefined;
  return process.cpuUserMs + (process.cpuSystemMs ?? 0);
}

function loopPercent(now: SystemFigures['loop'], before: SystemFigures['loop']): number {
  const active = between(now?.activeMs, before?.activeMs);
  const idle = between(now?.idleMs, before?.idleMs);
  return active + idle > 0 ? (active / (active + idle)) * 100 : Number.NaN;
}

/** NaN where one is missing, or it counted backwards. */
function between(now: number | undefined, before: number | undefined): number {
  const passed = (now ?? Number.NaN) - (before ?? Number.NaN);
  return passed >= 0 ? passed : Number.NaN;
}
