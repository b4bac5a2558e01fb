import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type EddyError, fail } from './errors.ts';

/**
 * Whose file or link lies there, where all may write and it is neither ours nor the folder's owner's: it leads where they want, or
 * they read what is written to it. Many systems do not let it be opened (fs.protected_symlinks, fs.protected_regular), not all.
 */
export function laidBy(path: string): number | undefined {
  const ours = process.geteuid?.();
  if (ours === undefined) return undefined;
  try {
    const { uid } = lstatSync(path);
    const above: Stats = statSync(dirname(path));
    const isTheirs = uid !== ours && uid !== above.uid;
    return isTheirs && (above.mode & othersMayWrite) !== 0 ? uid : undefined;
  } catch {
    return undefined;
  }
}

export function laidByAnother(what: string, user: number): EddyError {
  return fail('cannot-write', `${what} is another user's (uid ${user}), in a folder that all may write to.`, {
    hint: 'Name a file in a folder of yours.',
  });
}

const othersMayWrite = 0o002;
