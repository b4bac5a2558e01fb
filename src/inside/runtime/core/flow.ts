import { hideSecrets } from '../../../base/index.ts';
import type { Trace } from './trace.ts';

export type FlowKind = 'main' | 'flow' | 'request' | 'task' | 'message' | 'sdk' | 'test';
/** The request that a flow was born for, while it runs. */
export interface FlowOrigin {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
}

export type FlowOutcome = 'done' | 'failed' | 'cancelled' | 'closed';

/** What a flow holds and would leave behind: a scope, a lock, a slot, an SDK session. */
export interface Held {
  /** Told once, when the flow that holds it has ended. Never throws. */
  ownerEnded(flow: Flow): void;
  /** What it is called where people look at what a flow holds. */
  readonly title?: string;
}

/**
 * One logical thread of async work. Made for every request, so it is small: what is rarely asked for (id, name, site)
 * is computed when asked.
 */
export class Flow {
  readonly serial: number;
  readonly kind: FlowKind;
  /** Ancestors beyond `maxDepth` are forgotten, so that an endless chain of tasks stays in flat memory. */
  parent: Flow | undefined;
  readonly depth: number;
  readonly startedAt: number;
  readonly born: Trace | undefined;
  readonly target: string;
  endedAt: number | undefined;
  outcome: FlowOutcome | undefined;
  /** Absent for flows of no request, and once it has ended. */
  origin: FlowOrigin | undefined;
  /** What a checkpoint in it throws, once somebody cancelled the task that it is. */
  cancelError: (() => unknown) | undefined;
  /** Debug sessions that it is bound to; kept by runtime/probes, absent when there are none. */
  sessions: ReadonlySet<object> | undefined;
  #name: string | (() => string);
  #isTold = false;
  #held: Set<Held> | undefined;
  /** Neighbours in the list of live flows. */
  next: Flow | undefined;
  prev: Flow | undefined;

  constructor(
    target: string,
    serial: number,
    kind: FlowKind,
    name: string | (() => string),
    parent: Flow | undefined,
    startedAt: number,
    born: Trace | undefined,
    origin?: FlowOrigin,
  ) {
    this.target = target;
    this.serial = serial;
    this.kind = kind;
    this.#name = name;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.startedAt = startedAt;
    this.born = born;
    this.origin = origin;
    this.sessions = parent?.sessions;
  }

  get id(): string {
    return `${this.target}.${this.serial}`;
  }

  get name(): string {
    if (typeof this.#name !== 'string') this.#name = this.#name();
    if (!this.#isTold) {
      // Cut once the secrets are out: a half of one is none that is known by its shape.
      this.#name = hideSecrets(this.#name.slice(0, maxName + 500));
      if (this.#name.length > maxName) this.#name = `${this.#name.slice(0, maxName - 1)}…`;
      this.#isTold = true;
    }
    return this.#name;
  }

  get ended(): boolean {
    return this.endedAt !== undefined;
  }

  get held(): ReadonlySet<Held> | undefined {
    return this.#held;
  }

  /** A flow that has already ended is told at once. */
  hold(thing: Held): void {
    this.#held ??= new Set();
    this.#held.add(thing);
    if (this.ended) thing.ownerEnded(this);
  }

  letGo(thing: Held): void {
    this.#held?.delete(thing);
  }

  /** Itself, an ancestor or a descendant: flows that may share what they open. */
  isKinOf(other: Flow): boolean {
    return this === other || this.descendsFrom(other) || other.descendsFrom(this);
  }

  descendsFrom(other: Flow): boolean {
    for (let flow = this.parent; flow !== undefined; flow = flow.parent) if (flow === other) return true;
    return false;
  }
}

const maxDepth = 64;
const maxName = 300;

/** Cuts the chain of ancestors where it became too long. */
export function trimAncestors(flow: Flow): void {
  if (flow.depth < maxDepth || flow.depth % maxDepth !== 0) return;
  let at: Flow | undefined = flow;
  for (let step = 0; step < maxDepth && at !== undefined; step++) at = at.parent;
  if (at !== undefined) at.parent = undefined;
}
