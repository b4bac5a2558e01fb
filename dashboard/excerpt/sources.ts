import { readSource } from '../source/index.ts';

export type Source = { readonly lines: readonly string[] } | { readonly why: string };

const maxKept = 100;
/** A source is written again while one works on it, and so its lines are asked for again after a while. */
const freshMs = 30_000;

/** Sources of programs, as the door reads them: each is asked for once, however many places in it are shown. */
export class Sources {
  readonly #kept = new Map<string, { readonly at: number; readonly source: Promise<Source> }>();

  read(file: string, target: string | undefined, now: number = performance.now()): Promise<Source> {
    const key = `${target ?? ''} ${file}`;
    const known = this.#kept.get(key);
    if (known !== undefined && now - known.at < freshMs) return known.source;
    const source = linesOf(file, target);
    this.#kept.delete(key);
    this.#kept.set(key, { at: now, source });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return source;
  }
}

async function linesOf(file: string, target: string | undefined): Promise<Source> {
  try {
    return { lines: (await readSource(file, target)).text.split(/\r?\n/) };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
