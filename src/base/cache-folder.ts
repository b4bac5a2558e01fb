import { realpathSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** EDDY_CACHE as it is; else of that name in XDG_CACHE_HOME, or in .cache at home. Undefined: nothing is to be kept. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  if (env.EDDY_CACHE !== undefined) return env.EDDY_CACHE === '' ? undefined : env.EDDY_CACHE;
  try {
    return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'eddy', name);
  } catch {
    return undefined;
  }
}

/**
 * What is kept there is run: undefined unless nobody else can write in it, or put another in its place. Gives it without links,
 * which could lead elsewhere later.
 */
export function tryPrivateFolder(folder: string): string | undefined {
  try {
    makeFolder(folder, 0o700);
    const uid = process.getuid?.();
    if (uid === undefined) return folder;
    const real = realpathSync(folder);
    const own = statSync(real);
    return own.uid === uid && (own.mode & 0o022) === 0 && isKept(dirname(real), uid) ? real : undefined;
  } catch {
    return undefined;
  }
}

/** Nobody but root and this user can take away what lies in it and is this user's. */
function isKept(folder: string, uid: number): boolean {
  const stat = statSync(folder);
  if ((stat.uid !== uid && stat.uid !== 0) || (mayOthersWrite(stat, uid) && (stat.mode & sticky) === 0)) return false;
  const above = dirname(folder);
  return above === folder || isKept(above, uid);
}

const sticky = 0o1000;

/** The group of a user's own number is that user's alone. */
function mayOthersWrite({ mode, uid, gid }: Stats, own: number): boolean {
  const isOwnGroup = uid === own && gid === own;
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isOwnGroup);
}
