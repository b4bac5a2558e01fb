import type { Flow, Trace } from '../core/index.ts';
import { allRunsWait, type Beneath, beneath } from './beneath.ts';
import type { Lock, Ticket } from './ticket.ts';

/** Waits of which each needs another to end first. */
export interface Deadlock {
  /** One lock, taken again beneath itself; or several in a ring. */
  readonly kind: 'self' | 'cycle';
  /** In the order of the ring: each step waits for a lock whose hold is kept by the next step's wait. */
  readonly ring: readonly RingStep[];
  readonly tickets: readonly Ticket[];
  /** Every link is sure. */
  readonly sure: boolean;
  /** The loop ran empty: nothing can end it any more. */
  readonly drained: boolean;
}

export interface RingStep {
  readonly wait: Ticket;
  /** The hold that the wait needs to end. */
  readonly hold: Ticket;
}

export function isOfSlots({ ring }: Deadlock): boolean {
  return ring.some(({ wait }) => wait.lock.kind === 'slot');
}

type Link = 'sure' | 'doubtful';

function linkOf(way: NonNullable<Beneath>, stackIsSure: boolean): Link {
  return way === 'inside' || (way === 'stack' && stackIsSure) ? 'sure' : 'doubtful';
}

const maxWaits = 500;
const maxCore = 50;

/** Most waits keep no hold from ending: nothing is held in the flows that they stand in. None of those is in a ring. */
function mayKeep(wait: Ticket, holding: ReadonlySet<Flow>): boolean {
  if (wait.outer !== undefined) return true;
  for (let flow: Flow | undefined = wait.flow; flow !== undefined; flow = flow.parent)
    if (holding.has(flow)) return true;
  return false;
}

/** Wait-for graph of one moment: from a wait to the holds of its lock, from a hold to the waits beneath it. */
export class WaitGraph {
  readonly #links = new Map<Ticket, Map<Ticket, Link>>();
  readonly #blockers = new Map<Ticket, Ticket[]>();
  readonly #stuck: Set<Ticket>;
  /** Waits that were not looked at because there were too many; each is counted once. */
  readonly skippedCount: number;

  /** With `doubtful`, links that only may be count too. `releasedIn`: where the flow took what it let go of; undefined when that was too much to keep. */
  constructor(locks: Iterable<Lock>, doubtful: boolean, releasedIn: (flow: Flow) => readonly Trace[] | undefined) {
    const waits: Ticket[] = [];
    let skipped = 0;
    const wanted = [...locks].filter(lock => lock.waiters.size > 0 && lock.holders.size > 0);
    const holding = new Set(wanted.flatMap(lock => Array.from(lock.holders, ({ flow }) => flow)));
    for (const lock of wanted) {
      for (const wait of lock.believedWaiters()) {
        if (!mayKeep(wait, holding)) continue;
        const blockers = lock.blockersOf(wait);
        if (blockers.length === 0) continue;
        if (waits.length < maxWaits) {
          waits.push(wait);
          this.#blockers.set(wait, blockers);
        } else if (!wait.skipped) {
          wait.skipped = true;
          skipped++;
        }
      }
    }
    this.skippedCount = skipped;
    this.#stuck = new Set(waits);
    this.#link(waits, doubtful, releasedIn);
    this.#strike();
  }

  /** What stands still for good, each knot once. */
  deadlocks(): Deadlock[] {
    const found: Deadlock[] = [];
    const seen = new Set<Ticket>();
    for (const wait of this.#stuck) {
      if (seen.has(wait)) continue;
      const knot = this.#knotOf(wait);
      if (knot === undefined) continue;
      for (const ticket of knot) seen.add(ticket);
      found.push(this.#describe(knot));
    }
    return found;
  }

  #link(waits: readonly Ticket[], doubtful: boolean, releasedIn: (flow: Flow) => readonly Trace[] | undefined): void {
    for (const blockers of this.#blockers.values()) {
      for (const hold of blockers) {
        if (this.#links.has(hold)) continue;
        const links = new Map<Ticket, Link>();
        const ways = waits.map(wait => [wait, beneath(wait, hold)] as const);
        const below = ways.filter(([, way]) => way === 'stack').length;
        const stackIsSure = below > 0 && allRunsWait(hold, below, releasedIn(hold.flow));
        for (const [wait, way] of ways) {
          if (way === undefined) continue;
          const link = linkOf(way, stackIsSure);
          if (link !== 'doubtful' || doubtful) links.set(wait, link);
        }
        this.#links.set(hold, links);
      }
    }
  }

  /** A wait is stuck only if every hold of its lock is kept by a wait that is stuck: strikes out the others until none is left. */
  #strike(): void {
    let changed = true;
    while (changed) {
      changed = false;
      for (const wait of this.#stuck) {
        const free = this.#blockers.get(wait)?.some(hold => this.#keepersOf(hold).length === 0) ?? true;
        if (!free) continue;
        this.#stuck.delete(wait);
        changed = true;
      }
    }
  }

  /** Stuck waits beneath a hold. Sure ones alone where there are some. */
  #keepersOf(hold: Ticket): Ticket[] {
    const links = [...(this.#links.get(hold) ?? [])].filter(([wait]) => this.#stuck.has(wait));
    const sure = links.filter(([, link]) => link === 'sure');
    return (sure.length > 0 ? sure : links).map(([wait]) => wait);
  }

  #next(wait: Ticket): Ticket[] {
    return (this.#blockers.get(wait) ?? []).flatMap(hold => this.#keepersOf(hold));
  }

  #reach(from: Ticket): Set<Ticket> {
    const reached = new Set<Ticket>();
    const todo = this.#next(from);
    for (let wait = todo.pop(); wait !== undefined && reached.size < maxCore; wait = todo.pop()) {
      if (reached.has(wait)) continue;
      reached.add(wait);
      todo.push(...this.#next(wait));
    }
    return reached;
  }

  /** The waits that reach this one and are reached by it; undefined where it only waits behind a knot. */
  #knotOf(wait: Ticket): Ticket[] | undefined {
    const reached = this.#reach(wait);
    if (!reached.has(wait)) return undefined;
    return [...reached].filter(other => other === wait || this.#reach(other).has(wait));
  }

  #describe(knot: readonly Ticket[]): Deadlock {
    const locks = new Set(knot.map(ticket => ticket.lock));
    const ring = this.#ringOf(knot, locks.size > 1);
    const sure = ring.every(
      ({ hold }, at) => this.#links.get(hold)?.get(ring[(at + 1) % ring.length]!.wait) === 'sure',
    );
    return { kind: locks.size > 1 ? 'cycle' : 'self', ring, tickets: knot, sure, drained: false };
  }

  /** Walks from wait to hold to wait until a wait comes again. Between several locks the walk prefers to change lock. */
  #ringOf(knot: readonly Ticket[], several: boolean): RingStep[] {
    const steps: RingStep[] = [];
    const at = new Map<Ticket, number>();
    let wait = knot[0]!;
    while (!at.has(wait)) {
      at.set(wait, steps.length);
      const options: { hold: Ticket; next: Ticket }[] = [];
      for (const hold of this.#blockers.get(wait) ?? [])
        for (const next of this.#keepersOf(hold)) if (knot.includes(next)) options.push({ hold, next });
      const current = wait;
      const step = (several ? options.find(({ next }) => next.lock !== current.lock) : undefined) ?? options[0]!;
      steps.push({ wait, hold: step.hold });
      wait = step.next;
    }
    return steps.slice(at.get(wait));
  }
}
