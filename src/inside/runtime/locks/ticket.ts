import type { Flow, Held, Trace } from '../core/index.ts';
import type { LockRecord } from './lock-record.ts';

export type Lock = LockRecord<Ticket>;
export type TicketState = 'waiting' | 'held' | 'released' | 'gave-up';

export interface WantOptions {
  /** Permits asked for; 1 unless said. */
  readonly weight?: number;
  /** Goes together with other shared holds. */
  readonly shared?: boolean;
  /** The signal that the waiter gave with its wish. */
  readonly signal?: AbortSignal | undefined;
  /** What the holder calls its work. */
  readonly label?: string | undefined;
  /** True once the lock's own library no longer counts it, where we cannot see that happen. Asked only when we look. */
  readonly stale?: (() => boolean) | undefined;
}

/** One wish for a lock, from the asking to the letting go. */
export class Ticket implements Held {
  readonly serial: number;
  readonly lock: Lock;
  readonly flow: Flow;
  readonly asked: Trace;
  /** Monotonic ms, as all times here. */
  readonly wantedAt: number;
  readonly weight: number;
  readonly shared: boolean;
  readonly signal: AbortSignal | undefined;
  readonly label: string | undefined;
  readonly #stale: (() => boolean) | undefined;
  /** The innermost lock whose callback asked for this one, while both last. */
  outer: Ticket | undefined;
  /** It runs a callback of ours, so that what is asked for beneath it is known for sure. */
  runsInside = false;
  /** The lock was not free when it was asked for. */
  queued = false;
  state: TicketState = 'waiting';
  grantedAt = 0;
  /** Why its waiter could no longer want it when it was granted. */
  lateBecause: 'aborted' | 'ended' | undefined;
  /** Set when its flow ended while holding. */
  ownerEndedAt: number | undefined;
  onOwnerEnded: ((ticket: Ticket) => void) | undefined;
  /** Calls off the look for a leak; set once one was planned. */
  cancelLook: (() => void) | undefined;
  /** The loop ran empty while it was held: no grace is needed any more. */
  drained = false;
  /** The loop ran empty while it was held and wanted. */
  neverReleased = false;
  /** The async generator whose body asked for it: it holds it across its yields. */
  opener: { hold(thing: Held): void; letGo(thing: Held): void } | undefined;
  /** It is part of a finding. */
  told = false;
  /** It was looked at for being held long. */
  looked = false;
  /** It was counted among the waits that are too many to look at. */
  skipped = false;

  constructor(
    serial: number,
    lock: Lock,
    flow: Flow,
    asked: Trace,
    at: number,
    outer: Ticket | undefined,
    options: WantOptions,
  ) {
    this.serial = serial;
    this.lock = lock;
    this.flow = flow;
    this.asked = asked;
    this.wantedAt = at;
    this.outer = outer;
    this.weight = options.weight ?? 1;
    this.shared = options.shared ?? false;
    this.signal = options.signal;
    this.label = options.label;
    this.#stale = options.stale;
  }

  /** Waits or holds no longer, though nobody told us. */
  get gone(): boolean {
    return this.#stale?.() ?? false;
  }

  /** Who, in words: the function too where the flow is the whole program. */
  get who(): string {
    const name = this.flow.kind === 'main' ? (this.asked.own?.function ?? '') : '';
    return name === '' ? `flow "${this.flow.name}"` : `${name}() in the ${this.flow.name}`;
  }

  get title(): string {
    const { kind, name } = this.lock;
    const what = kind === 'pool' ? 'a connection of' : kind === 'slot' || kind === 'semaphore' ? 'a slot of' : 'lock';
    return `${what} "${name}"`;
  }

  ownerEnded(_flow: Flow): void {
    this.onOwnerEnded?.(this);
  }
}
