import { controlVersion, type RunCard, type StoredRun } from '../wire/protocol/index.ts';
import type { Store } from './session/index.ts';

/** Runs that a hub before had: their programs come back, and are who they were. */
export class KnownRuns {
  readonly #store: Pick<Store, 'runs'>;
  #runs: ReadonlyMap<string, StoredRun> | undefined;

  constructor(store: Pick<Store, 'runs'>) {
    this.#store = store;
  }

  /** False: the store is in trouble, and knows them when that is over. */
  get isRead(): boolean {
    return this.#runs !== undefined;
  }

  async read(): Promise<void> {
    const runs = await this.#store.runs().catch(() => undefined);
    if (runs !== undefined) this.#runs ??= new Map(runs.map(run => [run.id, run]));
  }

  /** It had not ended, as far as was seen. */
  isOpen(id: string): boolean {
    const run = this.#runs?.get(id);
    return run !== undefined && run.ended === undefined;
  }

  /** What would be written of it takes nothing away from what stands there. */
  mayBeKept(id: string): boolean {
    return this.#runs !== undefined && this.#runs.get(id)?.ended === undefined;
  }

  /** Of one that was never kept we know what its id says. */
  card(id: string, now: number): RunCard {
    const known = this.#runs?.get(id);
    if (known === undefined) return { version: controlVersion, pid: pidOf(id), words: [], cwd: '', started: now };
    const { pid, words, cwd, started, name } = known;
    return { version: controlVersion, pid, words, cwd, started, ...(name === undefined ? {} : { name }) };
  }
}

/** Of who started the run: it stands in the run's id. */
function pidOf(run: string): number {
  return Number.parseInt(run.split('-')[1] ?? '', 36) || 0;
}
