import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { homeFolder, makeFolder } from '../../../base/index.ts';

const maxLines = 500;
const maxLineLength = 2000;

/** Lines typed at prompts, from run to run. It is a convenience: what cannot be read or written is done without. */
export class History {
  readonly #folder: string;
  readonly #path: string;
  #lines: string[] = [];

  constructor({ XDG_STATE_HOME: state }: Readonly<Record<string, string | undefined>>) {
    // By its standard, one that is not absolute counts for nothing.
    const base = state !== undefined && isAbsolute(state) ? state : join(homeFolder(), '.local', 'state');
    this.#folder = join(base, 'eddy');
    this.#path = join(this.#folder, 'history');
  }

  /** The newest first, as readline wants them. */
  open(): string[] {
    tryDo(() => {
      const lines = readFileSync(this.#path, 'utf8').split('\n').filter(Boolean);
      this.#lines = lines.slice(-maxLines);
      // Expressions can hold secrets.
      chmodSync(this.#path, 0o600);
      if (lines.length > 2 * maxLines) writeFileSync(this.#path, `${this.#lines.join('\n')}\n`);
    });
    return [...this.#lines].reverse();
  }

  /** Added at once, so that several runs keep theirs. */
  add(line: string): void {
    if (line.trim() === '' || line.length > maxLineLength || line === this.#lines.at(-1)) return;
    this.#lines = [...this.#lines, line].slice(-maxLines);
    tryDo(() => {
      makeFolder(this.#folder, 0o700);
      appendFileSync(this.#path, `${line}\n`, { mode: 0o600 });
    });
  }
}

function tryDo(run: () => void): void {
  try {
    run();
  } catch {
    // No home, a full disk, another's folder.
  }
}
