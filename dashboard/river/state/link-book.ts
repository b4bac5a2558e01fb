import type { EddyEvent, EventKind } from '../../../src/wire/protocol/index.ts';

/** What a flow had, or waited for, from when to when: a lock or slot, or a cancel scope. Times in epoch ms. */
export interface Tie {
  readonly kind: 'lock' | 'scope';
  readonly name: string;
  readonly flow: string;
  /** When it began to wait; of a scope when it was entered. */
  readonly from: number;
  /** NaN: it waits still. Of a scope the same as `from`. */
  got: number;
  /** NaN: it has it still. */
  to: number;
  /** Who had the lock when this began to wait, or let it go just before. */
  before: string | undefined;
  /** NaN: it was not cancelled. */
  cancelledAt: number;
  cancelledBy: string | undefined;
  why: string | undefined;
}

export const linkKinds: readonly EventKind[] = [
  ...(['lock-waiting', 'lock-acquired', 'lock-released'] as const),
  ...(['scope-entered', 'scope-exited', 'scope-cancelled'] as const),
];
const maxTies = 20_000;

/** Locks and scopes of flows, as events tell of them; the oldest go first. */
export class LinkBook {
  readonly ties: Tie[] = [];
  /** Counts up with each change. */
  revision = 0;
  /** Open ones: a lock's by flow and name, a scope's by target and id. */
  readonly #open = new Map<string, Tie>();
  /** Who had it last, by target and lock. */
  readonly #holders = new Map<string, string>();

  take(event: EddyEvent): void {
    const { kind, flow, target, at, data } = event;
    if (!linkKinds.includes(kind)) return;
    this.revision++;
    const lock = `${target} ${data.lock}`;
    const own = kind.startsWith('lock') ? `${flow} ${data.lock}` : `${target} ${data.id}`;
    const open = this.#open.get(own);
    if (kind === 'scope-cancelled') {
      if (open === undefined) return;
      open.cancelledAt = at;
      open.cancelledBy = text(data.by);
      open.why = text(data.why);
    } else if (kind === 'scope-exited' || kind === 'lock-released') {
      if (open !== undefined) open.to = at;
      this.#open.delete(own);
    } else if (flow === undefined) {
      return;
    } else if (kind === 'scope-entered') {
      this.#add(own, { kind: 'scope', name: text(data.name) ?? '', flow, from: at, got: at });
    } else {
      const tie =
        open ?? this.#add(own, { kind: 'lock', name: text(data.lock) ?? '', flow, from: at, got: Number.NaN });
      tie.before ??= this.#holders.get(lock);
      if (kind === 'lock-waiting') return;
      tie.got = at;
      this.#holders.set(lock, flow);
    }
  }

  #add(key: string, known: Pick<Tie, 'kind' | 'name' | 'flow' | 'from' | 'got'>): Tie {
    const tie: Tie = {
      ...known,
      to: Number.NaN,
      before: undefined,
      cancelledAt: Number.NaN,
      cancelledBy: undefined,
      why: undefined,
    };
    if (this.ties.length >= maxTies) this.#forget();
    this.#open.set(key, tie);
    this.ties.push(tie);
    return tie;
  }

  #forget(): void {
    const gone = new Set(this.ties.splice(0, maxTies / 4));
    for (const [key, tie] of this.#open) if (gone.has(tie)) this.#open.delete(key);
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
