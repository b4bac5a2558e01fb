import { hideSecrets, Ring } from '../../../base/index.ts';
import type { Listing } from '../../../wire/protocol/index.ts';
import { type Flow, runtime, type Trace } from '../core/index.ts';
import { type CancelNote, describeNote } from './cancel-note.ts';

/** `crossed`: ended by another flow. `abandoned`: the scope around it was exited first. */
export type ScopeState = 'active' | 'exited' | 'crossed' | 'abandoned';

/** What the list tells of a scope. */
export interface ListedScope {
  readonly id: number | string;
  readonly name: string;
  readonly tracked: boolean;
  readonly state: ScopeState;
  readonly flow: Flow;
  readonly entered: Trace;
  readonly enteredAt: number;
  readonly exitedAt: number | undefined;
  readonly note: CancelNote | undefined;
  readonly caught: boolean;
}

const maxLive = 10_000;
const maxEnded = 100;
const maxListed = 300;

/** Every scope of this thread, ours and tracked: the live ones, the newest that ended, and counts of all. */
export class ScopeList {
  readonly #live = new Set<ListedScope>();
  readonly #ended = new Ring<ListedScope>(maxEnded);
  readonly #counts = { exited: 0, crossed: 0, abandoned: 0 };
  #lastId = 0;
  #total = 0;
  /** Live ones that are not listed, because too many are. */
  #unlisted = 0;
  cancelled = 0;
  caught = 0;

  constructor() {
    runtime().section('scopes', () => this.#listing());
  }

  nextId(): number {
    return ++this.#lastId;
  }

  get total(): number {
    return this.#total;
  }

  get live(): number {
    return this.#live.size + this.#unlisted;
  }

  /** False when there are so many that this one is not watched. */
  add(entry: ListedScope): boolean {
    this.#total++;
    if (this.#live.size >= maxLive) {
      this.#unlisted++;
      runtime().drop('scopes');
      return false;
    }
    this.#live.add(entry);
    return true;
  }

  ended(entry: ListedScope): void {
    if (!this.#live.delete(entry)) this.#unlisted--;
    this.#ended.push(entry);
    if (entry.state !== 'active') this.#counts[entry.state]++;
  }

  #listing(): Listing {
    const items: Record<string, unknown>[] = [];
    for (const entry of this.#live) {
      if (items.length >= maxListed) break;
      items.push(describeEntry(entry));
    }
    const ended = this.#ended.toArray().reverse().map(describeEntry);
    return {
      total: this.#total,
      live: this.live,
      items: [...items, ...ended],
      dropped: this.#total - items.length - ended.length,
      summary: { active: this.live, ...this.#counts, cancelled: this.cancelled, caught: this.caught },
    };
  }
}

// One list for every copy of us in the thread, beside the one runtime.
const key = Symbol.for('eddy.scopes.1');

export function scopeList(): ScopeList {
  const holder = globalThis as { [key]?: ScopeList };
  if (holder[key] === undefined) Object.defineProperty(globalThis, key, { value: new ScopeList(), configurable: true });
  return holder[key] as ScopeList;
}

function describeEntry(entry: ListedScope): Record<string, unknown> {
  const site = entry.entered.site();
  return {
    id: entry.id,
    name: hideSecrets(entry.name),
    kind: entry.tracked ? 'tracked' : 'own',
    state: entry.state,
    flow: entry.flow.id,
    flowName: entry.flow.name,
    entered: entry.enteredAt,
    ...(entry.exitedAt === undefined ? {} : { exited: entry.exitedAt }),
    ...(site === undefined ? {} : { site: { file: site.file, line: site.line, function: site.function } }),
    cancelCalled: entry.note !== undefined,
    cancelCaught: entry.caught,
    ...(entry.note === undefined ? {} : { cancelled: describeNote(entry.note), cancelledAt: entry.note.at }),
  };
}
