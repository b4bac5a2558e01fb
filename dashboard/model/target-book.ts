import type { OfRun, TargetInfo } from '../../src/wire/protocol/index.ts';

export type SeenTarget = TargetInfo & OfRun;

/** Ended ones; the earliest go first. */
const maxEnded = 1_000;

/** Processes and threads that run, and those that ended while we looked on: their flows are still drawn. */
export class TargetBook {
  readonly #targets = new Map<string, SeenTarget>();

  get all(): readonly SeenTarget[] {
    return [...this.#targets.values()];
  }

  get(id: string): SeenTarget | undefined {
    return this.#targets.get(id);
  }

  add(target: SeenTarget): void {
    const known = this.#targets.get(target.id);
    const run = target.run ?? known?.run;
    this.#targets.set(target.id, run === undefined ? target : { ...target, run });
  }

  end(id: string, ended: number, end: TargetInfo['end']): void {
    const known = this.#targets.get(id);
    if (known === undefined) return;
    // It ended last.
    this.#targets.delete(id);
    this.#targets.set(id, { ...known, ended, ...(end === undefined ? {} : { end }) });
    let excess = this.#targets.size - maxEnded;
    for (const { id: old, ended: at } of this.#targets.values()) {
      if (excess <= 0) break;
      if (at !== undefined) this.#targets.delete(old);
      excess--;
    }
  }

  /** Those that were running and are not among these. */
  missingIn(running: readonly SeenTarget[]): readonly string[] {
    const ids = new Set(running.map(({ id }) => id));
    return this.all.filter(({ id, ended }) => ended === undefined && !ids.has(id)).map(({ id }) => id);
  }
}

/** A short name: the program's file, and which process or thread of it. */
export function targetTitle(target: SeenTarget, main: SeenTarget = target): string {
  const { kind, pid, thread } = target;
  // A thread does not say its file; its process does.
  const { argv, python } = main;
  const words = argv.slice(1).filter(word => !word.startsWith('-'));
  const program = (words[0] ?? argv[0] ?? (python === undefined ? 'node' : 'python')).split(/[\\/]/).at(-1)!;
  return kind === 'worker' ? `${program} · thread ${thread} of ${pid}` : `${program} · ${pid}`;
}
