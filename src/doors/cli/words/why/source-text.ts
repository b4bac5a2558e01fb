import { readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';

const maxBytes = 4 * 1024 * 1024;

/** The files that places lie in, read once each. */
export class SourceText {
  readonly #files = new Map<string, readonly string[] | undefined>();

  has(file: string): boolean {
    return this.#lines(file) !== undefined;
  }

  /** Undefined where it cannot be read. */
  line(file: string, line: number): string | undefined {
    return this.#lines(file)?.[line - 1];
  }

  #lines(file: string): readonly string[] | undefined {
    if (!this.#files.has(file)) this.#files.set(file, tryLines(file));
    return this.#files.get(file);
  }
}

function tryLines(file: string): readonly string[] | undefined {
  if (!isAbsolute(file)) return undefined;
  try {
    const stat = statSync(file);
    return stat.isFile() && stat.size <= maxBytes ? readFileSync(file, 'utf8').split('\n') : undefined;
  } catch {
    return undefined;
  }
}
