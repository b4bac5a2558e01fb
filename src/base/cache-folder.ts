import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
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

/** What is kept there is run: undefined unless nobody else can write in it. */
export function tryPrivateFolder(folder: string): string | undefined {
  try {
    makeFolder(folder, 0o700);
    const { uid, mode } = statSync(folder);
    const isOurs = process.getuid === undefined || uid === process.getuid();
    return isOurs && (mode & 0o022) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}
