import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, tryPrivateFolder } from '../../../base/index.ts';

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

export function defaultCacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return cacheFolder(env, 'gates');
}
