import type { StoredRun } from '../../src/wire/protocol/index.ts';

const maxRuns = 1_000;

/** Runs that are there, and those that ended while we looked on. */
export class RunBook {
  readonly #runs = new Map<string, StoredRun>();

  /** The newest first. */
  get all(): readonly StoredRun[] {
    return [...this.#runs.values()].sort((a, b) => b.started - a.started);
  }

  get(id: string): StoredRun | undefined {
    return this.#runs.get(id);
  }

  add(run: StoredRun): void {
    this.#runs.set(run.id, run);
    for (const [id, { ended }] of this.#runs) {
      if (this.#runs.size <= maxRuns) break;
      if (ended !== undefined) this.#runs.delete(id);
    }
  }

  /** Those that the hub has; it lets go of the others when they have ended. */
  reset(running: readonly StoredRun[], at: number): void {
    const ids = new Set(running.map(({ id }) => id));
    for (const [id, run] of this.#runs)
      if (!ids.has(id) && run.ended === undefined) this.#runs.set(id, { ...run, ended: at });
    for (const run of running) this.add(run);
  }
}
