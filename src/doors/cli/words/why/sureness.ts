import type { Finding, Report } from '../../../../wire/protocol/index.ts';
import { count } from '../count.ts';
import type { SureWords } from './answer.ts';
import { coverageIn, toldBy } from './observation.ts';

const levels = ['low', 'fair', 'high'] as const;

/** How far a finding, or that there is none, can be believed, and why. */
export function surenessOf(root: Finding | undefined, report: Report): SureWords {
  const because: string[] = [];
  let level = root === undefined ? ofSilence(report, because) : ofFinding(root, because);
  const concerned = root?.target === undefined ? toldBy(report) : report.targets.filter(({ id }) => id === root.target);
  if (concerned.some(({ id, isolation }) => !isolation && report.system[id] !== undefined)) {
    level = 0;
    because.push('The async context was lost at start: which flow did what is not reliable.');
  } else if (concerned.length > 0) {
    because.push('The isolation canary kept its context: which flow did what is reliable.');
  }
  const dropped = Object.values(report.dropped).reduce((sum, many) => sum + many, 0);
  if (dropped > 0) {
    level = Math.max(0, level - 1);
    because.push(`Eddy dropped ${dropped} of its own records: something may be missing.`);
  } else {
    because.push('Eddy dropped nothing.');
  }
  const coverage = coverageIn(report);
  if (coverage !== undefined) because.push(coverageWords(coverage.functions, coverage.files, coverage.skipped));
  return { level: levels[level]!, because };
}

function ofFinding({ severity, ...finding }: Finding, because: string[]): number {
  const times = finding.count === 1 ? 'once' : `${finding.count} times`;
  switch (severity) {
    case 'error':
      because.push(`It was seen to go wrong, ${times}.`);
      return 2;
    case 'warning':
      because.push(`It was seen ${times} past a limit; whether that is too much is for you to judge.`);
      return 1;
    case 'note':
      because.push(`It was seen ${times}, and may be meant.`);
      return 1;
    case 'potential':
      because.push('It did not go wrong in this run; what was seen can make it, in another order.');
      return 0;
  }
}

function ofSilence(report: Report, because: string[]): number {
  const told = toldBy(report);
  if (told.length === 0) {
    because.push('No thread told what it did: that nothing was found says nothing.');
    return 0;
  }
  because.push('What did not happen in this run could not be seen.');
  return told.length < report.targets.length ? 0 : 1;
}

function coverageWords(functions: number, files: number, skipped: number): string {
  const without = skipped === 0 ? '' : `; ${skipped} more have none`;
  return `Gates are in ${count(functions, 'function')} of ${count(files, 'file')}${without}.`;
}
