import type { CourseColumn, SystemCourse, SystemFigures } from '../../src/wire/protocol/index.ts';

export interface CoursePoint {
  /** Epoch ms. */
  readonly at: number;
  readonly figures: SystemFigures;
}

/** The course of a report in the words of a sample, read without trust: it may come from a file. */
export function coursePoints(course: SystemCourse): CoursePoint[] {
  if (!Array.isArray(course.at)) return [];
  const valueAt = (column: CourseColumn, index: number) => {
    const value: unknown = course[column]?.[index];
    return typeof value === 'number' ? value : undefined;
  };
  return course.at.flatMap((at: unknown, index) => {
    if (typeof at !== 'number') return [];
    const value = (column: CourseColumn) => valueAt(column, index);
    return [{ at, figures: { ...processOf(value), ...loopOf(value), ...tasksOf(value('tasks')) } }];
  });
}

type Value = (column: CourseColumn) => number | undefined;

function processOf(value: Value): Pick<SystemFigures, 'process'> {
  const cpuUserMs = value('cpuMs');
  const rssBytes = value('rssBytes');
  const heapUsedBytes = value('heapUsedBytes');
  return {
    process: {
      ...(cpuUserMs === undefined ? {} : { cpuUserMs }),
      ...(rssBytes === undefined ? {} : { rssBytes }),
      ...(heapUsedBytes === undefined ? {} : { heapUsedBytes }),
    },
  };
}

function loopOf(value: Value): Pick<SystemFigures, 'loop'> {
  const [activeMs, idleMs, cpuMs] = [value('activeMs'), value('idleMs'), value('threadCpuMs')];
  const maxMs = value('delayMaxMs');
  if (activeMs === undefined || idleMs === undefined || maxMs === undefined) return {};
  // Of a mean nothing was kept.
  const delay = { meanMs: Number.NaN, maxMs };
  return { loop: { activeMs, idleMs, delay, worstDelayMs: maxMs, ...(cpuMs === undefined ? {} : { cpuMs }) } };
}

function tasksOf(live: number | undefined): Pick<SystemFigures, 'tasks'> {
  return live === undefined ? {} : { tasks: { live, total: live } };
}
