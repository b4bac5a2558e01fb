import type { Clock } from '../base/index.ts';
import type { Dial } from './join.ts';
import { openPast, type PastAsk } from './past.ts';
import type { Store } from './session/index.ts';
import { MemoryStore } from './store/memory/index.ts';
import { openSqliteStore, openSqliteView } from './store/sqlite/index.ts';

export interface StoreChoice {
  /** A file; 'memory': nothing outlives the hub. */
  readonly path: string;
  readonly maxAgeMs?: number;
  readonly maxBytes?: number;
}

/** The only place that chooses what a hub is made of. */
export async function openStore({ path, ...retention }: StoreChoice, clock: Clock): Promise<Store> {
  return path === 'memory' ? new MemoryStore({ ...retention, clock }) : openSqliteStore({ path, ...retention, clock });
}

/** Of the hub that is there, or of what one left. */
export function openHistory(dial: Dial, path: string): Promise<PastAsk> {
  return openPast(dial, () => openSqliteView(path));
}
