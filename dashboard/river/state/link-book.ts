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

/** One that a target says is there now. */
export interface KnownTie extends Pick<Tie, 'kind' | 'name' | 'flow' | 'from' | 'got'> {
  /** Name of the lock, or id of the scope. */
  readonly key: string;
  readonly cancelledAt?: number;
  readonly why?: string;
}

export const linkKinds: readonly EventKind[] = [
  ...(['lock-waiting', 'lock-acquired', 'lock-released'] as const),
  ...(['scope-entered', 'scope-exited', 'scope-cancelled'] as const),
];
const maxTies = 20_000;
const maxGone = 2_000;

/** Locks and scopes of flows, as events tell of them; the oldest go first. */
export class LinkBook {
  readonly ties: Tie[] = [];
  /** Counts up with each change. */
  revision = 0;
  /** Open ones: a lock's by flow and name, a scope's by target and id. */
  readonly #open = new Map<string, Tie>();
  /** Who had it last, by target and lock. */
  readonly #holders = new Map<string, string>();
  /** Ends of what nobody told us of, by the same keys; the oldest go first. */
  readonly #gone = new Map<string, number>();

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
      else this.#rememberEnd(own, at);
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

  /** What a target said at `at` that its flows have and wait for. `isWhole`: what else was there by then has ended. */
  takeState(target: string, at: number, known: readonly KnownTie[], isWhole: boolean): void {
    this.revision++;
    const named = new Set<string>();
    for (const one of known) {
      const own = one.kind === 'lock' ? `${one.flow} ${one.key}` : `${target} ${one.key}`;
      named.add(own);
      const open = this.#open.get(own);
      const tie = open ?? this.#add(own, one);
      if (one.kind === 'lock') {
        tie.before ??= Number.isNaN(one.got) ? this.#holders.get(`${target} ${one.key}`) : undefined;
        if (Number.isNaN(tie.got)) tie.got = one.got;
        if (!Number.isNaN(one.got)) this.#holders.set(`${target} ${one.key}`, one.flow);
      } else if (Number.isNaN(tie.cancelledAt)) {
        tie.cancelledAt = one.cancelledAt ?? Number.NaN;
        tie.why = one.why;
      }
      const gone = this.#gone.get(own) ?? Number.NaN;
      // It ended between that state and its reading.
      if (open === undefined && gone >= at) this.#end(own, tie, gone);
    }
    if (!isWhole) return;
    for (const [own, tie] of this.#open)
      if (tie.flow.startsWith(`${target}.`) && tie.from < at && !named.has(own)) this.#end(own, tie, at);
  }

  #end(own: string, tie: Tie, at: number): void {
    tie.to = at;
    this.#open.delete(own);
  }

  #rememberEnd(own: string, at: number): void {
    this.#gone.delete(own);
    this.#gone.set(own, at);
    if (this.#gone.size > maxGone) this.#gone.delete(this.#gone.keys().next().value!);
  }

  #add(key: string, known: Pick<Tie, 'kind' | 'name' | 'flow' | 'from' | 'got'>): Tie {
    const { kind, name, flow, from, got } = known;
    const tie: Tie = {
      ...{ kind, name, flow, from, got },
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
    // Names of locks may be without end.
    if (this.#holders.size > maxTies) this.#holders.clear();
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
