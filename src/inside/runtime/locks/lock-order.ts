import type { Flow, Trace } from '../core/index.ts';
import { isFurtherDown, isInside, isSamePlace } from './beneath.ts';
import type { Lock, Ticket } from './ticket.ts';

/** One lock taken while another was held. */
export interface OrderEdge {
  readonly held: string;
  readonly taken: string;
  readonly flow: Flow;
  readonly heldAt: Trace;
  readonly takenAt: Trace;
  /** Locks held around both: two flows cannot be in here at once. */
  readonly gates: ReadonlySet<Lock>;
  /** Asked only when the opposite order was seen: it reads stacks. */
  readonly isSure: () => boolean;
}

export interface OppositeOrders {
  readonly first: OrderEdge;
  readonly second: OrderEdge;
}

const maxEdges = 1_000;
/** A flow that holds more is the place where others meet (the main program), and its locks are not taken one inside the other. */
const maxHeld = 16;

/** The orders in which locks of one permit were taken, by single locks and not by their names: shards of one kind are taken in many orders. */
export class LockOrders {
  readonly #edges = new Map<string, OrderEdge>();
  readonly #told = new Set<string>();
  droppedCount = 0;

  /** To be called when `taken` was granted. */
  add(taken: Ticket): OppositeOrders[] {
    const found: OppositeOrders[] = [];
    if (taken.shared || taken.lock.capacity !== 1 || (taken.flow.held?.size ?? 0) > maxHeld) return found;
    const others: Ticket[] = [];
    for (const thing of taken.flow.held ?? []) {
      const other = thing as Ticket;
      if (other === taken || other.state !== 'held' || other.lock === undefined || other.lock === taken.lock) continue;
      others.push(other);
    }
    for (const held of others) {
      if (held.shared || held.lock.capacity !== 1) continue;
      const opposite = this.#note(
        held,
        taken,
        others.filter(one => one !== held),
      );
      if (opposite !== undefined) found.push(opposite);
    }
    return found;
  }

  #note(held: Ticket, taken: Ticket, others: readonly Ticket[]): OppositeOrders | undefined {
    const a = held.lock.serial;
    const b = taken.lock.serial;
    const key = `${a}>${b}`;
    const reverseKey = `${b}>${a}`;
    if (this.#told.has(a < b ? key : reverseKey)) return undefined;
    const reverse = this.#edges.get(reverseKey);
    if (this.#edges.has(key) && reverse === undefined) return undefined;
    let sure: boolean | undefined = isInside(taken, held) ? true : undefined;
    const [heldAt, takenAt] = [held.asked, taken.asked];
    const gates = new Set(others.map(one => one.lock));
    const rivals = others.map(one => one.asked);
    const isSure = () => {
      // Another run of the same function, side by side, may be the one that took the second lock.
      sure ??= isFurtherDown(takenAt, heldAt) && !rivals.some(rival => isSamePlace(rival, heldAt));
      return sure;
    };
    const edge: OrderEdge = {
      held: held.lock.name,
      taken: taken.lock.name,
      flow: taken.flow,
      heldAt,
      takenAt,
      gates,
      isSure,
    };
    if (reverse === undefined) {
      this.#keep(key, edge);
      return undefined;
    }
    // An order that only looked like one (two branches of one flow) must not stand in the way of a true one.
    if (!reverse.isSure()) {
      this.#edges.delete(reverseKey);
      this.#keep(key, edge);
      return undefined;
    }
    if (!edge.isSure()) return undefined;
    for (const gate of gates) if (reverse.gates.has(gate)) return undefined;
    if (this.#told.size < maxEdges) this.#told.add(a < b ? key : reverseKey);
    return { first: reverse, second: edge };
  }

  #keep(key: string, edge: OrderEdge): void {
    if (this.#edges.size >= maxEdges) {
      const oldest = this.#edges.keys().next().value;
      if (oldest !== undefined) this.#edges.delete(oldest);
      this.droppedCount++;
    }
    this.#edges.set(key, edge);
  }
}
