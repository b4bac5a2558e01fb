import { createHash } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../../base/index.ts';

export interface CachedGates {
  readonly text: string;
  /** JSON; parsed when it is asked for. */
  readonly table: string;
}

/** Gated sources on disk, by what they were made from. What is in it is run: it is used only where nobody else can write. */
export class GateCache {
  readonly #folder: string | undefined;

  constructor(folder: string | undefined) {
    this.#folder = folder === undefined ? undefined : tryPrivateFolder(folder);
  }

  keyOf(parts: readonly string[]): string {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(`${part.length}:`).update(part);
    return hash.digest('base64url').slice(0, 32);
  }

  tryRead(key: string): CachedGates | undefined {
    if (this.#folder === undefined) return undefined;
    try {
      const content = readFileSync(join(this.#folder, key), 'utf8');
      const end = content.indexOf('\n');
      return end === -1 ? undefined : { table: content.slice(0, end), text: content.slice(end + 1) };
    } catch {
      return undefined;
    }
  }

  write(key: string, { table, text }: CachedGates): void {
    if (this.#folder === undefined) return;
    try {
      const path = join(this.#folder, key);
      const draft = `${path}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
      writeFileSync(draft, `${table}\n${text}`, { mode: 0o600 });
      renameSync(draft, path);
    } catch {
      // No room, or no longer ours: it is placed again the next time.
    }
  }
}

/** XDG_CACHE_HOME, or .cache at home. */
export function defaultCacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.EDDY_CACHE !== undefined) return env.EDDY_CACHE === '' ? undefined : env.EDDY_CACHE;
  try {
    return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'eddy', 'gates');
  } catch {
    return undefined;
  }
}

function tryPrivateFolder(folder: string): string | undefined {
  try {
    makeFolder(folder, 0o700);
    const { uid, mode } = statSync(folder);
    const isOurs = process.getuid === undefined || uid === process.getuid();
    return isOurs && (mode & 0o022) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}
