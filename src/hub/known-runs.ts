import { controlVersion, type RunCard, type StoredRun } from '../wire/protocol/index.ts';
import type { Store } from './session/index.ts';

/** Of runs that were ended, so many are remembered. */
const maxEnded = 2_000;

/** Runs that a hub before had: their programs come back, and are who they were. */
export class KnownRuns {
  readonly #store: Pick<Store, 'runs'>;
  readonly #runs = new Map<string, StoredRun>();
  #isRead = false;

  constructor(store: Pick<Store, 'runs'>) {
    this.#store = store;
  }

  /** False: the store is in trouble, and knows them when that is over. */
  get isRead(): boolean {
    return this.#isRead;
  }

  async read(): Promise<void> {
    const runs = await this.#store.runs().catch(() => undefined);
    if (runs === undefined || this.#isRead) return;
    this.#isRead = true;
    for (const run of runs) if (!this.#runs.has(run.id)) this.#runs.set(run.id, run);
  }

  /** It had not ended, as far as was seen. */
  isOpen(id: string): boolean {
    const run = this.#runs.get(id);
    return run !== undefined && run.ended === undefined;
  }

  /** What would be written of it takes nothing away from what stands there. */
  mayBeKept(id: string): boolean {
    return this.#isRead && this.#runs.get(id)?.ended === undefined;
  }

  /** It is over here: what stands of it is right. */
  ended(run: StoredRun): void {
    this.#runs.set(run.id, run);
    for (const [id, { ended }] of this.#runs) {
      if (this.#runs.size <= maxEnded) return;
      if (ended !== undefined) this.#runs.delete(id);
    }
  }

  unheard(id: string): number {
    return this.#runs.get(id)?.unheard ?? 0;
  }

  /** Of one that was never kept we know what its id says. */
  card(id: string, now: number): RunCard {
    const known = this.#runs.get(id);
    if (known === undefined) return { version: controlVersion, pid: pidOf(id), words: [], cwd: '', started: now };
    const { pid, words, cwd, started, name, records } = known;
    const more = { ...(name === undefined ? {} : { name }), ...(records === undefined ? {} : { records }) };
    return { version: controlVersion, pid, words, cwd, started, ...more };
  }
}

/** Of who started the run: it stands in the run's id. */
function pidOf(run: string): number {
  return Number.parseInt(run.split('-')[1] ?? '', 36) || 0;
}
