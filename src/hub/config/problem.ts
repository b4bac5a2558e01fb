import { type EddyError, fail } from '../../base/index.ts';

/** One thing that is wrong, and where. */
export interface Problem {
  /** A file, or what else said it: `EDDY_FAIL_ON in the environment`. */
  readonly in: string;
  /** 1-based; absent outside of files. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** `limits.taskSlow`; absent where the file as a whole is meant. */
  readonly key?: string;
  readonly message: string;
  /** What was meant, as far as one can tell; the best first. */
  readonly near: readonly string[];
}

const maxTold = 50;

/** `eddy.config.yaml:3:5: limits.taskSlo: there is no such key. Did you mean limits.taskSlow?` */
export function problemLine({ in: where, line, column, key, message, near }: Problem): string {
  const place = line === undefined ? where : `${where}:${line}:${column ?? 1}`;
  const meant = near.length === 0 ? '' : ` Did you mean ${near.slice(0, 3).join(' or ')}?`;
  return `${place}: ${key === undefined ? '' : `${key}: `}${message}${meant}`;
}

/** All of them in one error. */
export function badConfig(problems: readonly Problem[]): EddyError {
  const lines = problems.slice(0, maxTold).map(problemLine);
  if (problems.length > maxTold) lines.push(`and ${problems.length - maxTold} problems more.`);
  return fail('bad-config', lines.join('\n'), { data: { problems } });
}
