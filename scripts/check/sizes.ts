import type { Source } from './sources.ts';

const warnAbove = 300;
const failAbove = 500;

/** Past 300 lines a file wants to be split by life phase; past 500 it must be. */
export function checkSizes(sources: readonly Source[]): { wrong: string[]; warnings: string[] } {
  const say = (one: Source) => `${one.path} has ${one.lines} lines.`;
  return {
    wrong: sources.filter(one => one.lines > failAbove).map(say),
    warnings: sources.filter(one => one.lines > warnAbove && one.lines <= failAbove).map(say),
  };
}
