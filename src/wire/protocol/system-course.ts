import type { SystemFigures } from './system-figures.ts';

/** What is kept of figures over time. Those that count up do so here, too: two points give the share in between. */
export const courseColumns = [
  'cpuMs',
  'threadCpuMs',
  'rssBytes',
  'heapUsedBytes',
  'activeMs',
  'idleMs',
  'delayMaxMs',
  'tasks',
] as const;
export type CourseColumn = (typeof courseColumns)[number];

/** The figures of one target over all of its life, the coarser the longer it lived. A column that it never told is absent. */
export type SystemCourse = { readonly [C in CourseColumn]?: readonly (number | null)[] } & {
  /** Epoch ms, of the target's clock. Every column has as many; `null`: it was not told then. */
  readonly at: readonly number[];
  /** Points are at least so far apart; 0: each state that was said is one. */
  readonly everyMs: number;
};

type Point = { readonly [C in CourseColumn]: number | undefined } & { readonly at: number };

const maxPoints = 120;
const maxTargets = 40;
/** Of what lies between two points the most is kept; of what counts up, the newest is. */
const peaks: readonly CourseColumn[] = ['rssBytes', 'heapUsedBytes', 'delayMaxMs', 'tasks'];

/** The courses of a run's targets: bounded, whatever their number and however long they live. */
export class CourseBook {
  readonly #courses = new Map<string, Course>();

  /** False: there are too many targets already, and of this one no course is kept. */
  take(target: string, at: number, figures: SystemFigures): boolean {
    let course = this.#courses.get(target);
    if (course === undefined) {
      if (this.#courses.size >= maxTargets) return false;
      course = new Course();
      this.#courses.set(target, course);
    }
    course.take(pointOf(at, figures));
    return true;
  }

  /** One that lived too short for a course leaves its place. */
  ended(target: string): void {
    if ((this.#courses.get(target)?.length ?? 2) < 2) this.#courses.delete(target);
  }

  /** By target; of those that said their figures twice. */
  get courses(): Record<string, SystemCourse> {
    const known = [...this.#courses].filter(([, { length }]) => length > 1);
    return Object.fromEntries(known.map(([target, course]) => [target, course.told]));
  }
}

class Course {
  #points: Point[] = [];
  #everyMs = 0;

  get length(): number {
    return this.#points.length;
  }

  take(point: Point): void {
    const [before, last] = this.#points.slice(-2);
    const newest = last ?? before;
    if (newest !== undefined && point.at <= newest.at) return;
    if (last !== undefined && last.at - before!.at < this.#everyMs) this.#points.splice(-1, 1, folded(last, point));
    else this.#points.push(point);
    if (this.#points.length > maxPoints) this.#thin();
  }

  get told(): SystemCourse {
    const columns = courseColumns.flatMap(column => {
      const values = this.#points.map(point => point[column]);
      return values.every(value => value === undefined) ? [] : [[column, values.map(value => value ?? null)] as const];
    });
    return { everyMs: this.#everyMs, at: this.#points.map(({ at }) => at), ...Object.fromEntries(columns) };
  }

  /** Half as many, twice as far apart. The first stands: shares are reckoned from it. */
  #thin(): void {
    const [first, ...rest] = this.#points as [Point, ...Point[]];
    this.#everyMs = Math.ceil((rest.at(-1)!.at - first.at) / (maxPoints / 2));
    this.#points = [first];
    for (const point of rest) this.take(point);
  }
}

function pointOf(at: number, { process, loop, tasks }: SystemFigures): Point {
  const { cpuUserMs, cpuSystemMs, rssBytes, heapUsedBytes } = process ?? {};
  return {
    at,
    cpuMs: rounded(Number(cpuUserMs) + Number(cpuSystemMs)),
    threadCpuMs: rounded(loop?.cpuMs),
    rssBytes: rounded(rssBytes),
    heapUsedBytes: rounded(heapUsedBytes),
    activeMs: rounded(loop?.activeMs),
    idleMs: rounded(loop?.idleMs),
    delayMaxMs: rounded(loop?.delay?.maxMs),
    tasks: rounded(tasks?.live),
  };
}

/** Whole numbers; what is none was not told. */
function rounded(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : undefined;
}

function folded(one: Point, other: Point): Point {
  const most = peaks.map(column => {
    const values = [one[column], other[column]].filter(value => value !== undefined);
    return [column, values.length === 0 ? undefined : Math.max(...values)] as const;
  });
  return { ...one, ...other, ...Object.fromEntries(most) };
}
