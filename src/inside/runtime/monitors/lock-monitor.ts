import { fail } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';
import { limits } from '../limits.ts';
import {
  type LockBook,
  type LockStatistics,
  lockBook,
  type Ticket,
  type TrackedLock,
  trackLock,
} from '../locks/index.ts';

export interface HolderInfo {
  readonly flow: string;
  readonly flowName: string;
  readonly forMs: number;
  /** Held, or waited for, longer than `lockHeldMs`. */
  readonly overLimit: boolean;
  /** The flow has ended and left it. */
  readonly ownerEnded: boolean;
  /** Absent when no code of the user's asked for it. */
  readonly at?: { readonly file: string; readonly line: number; readonly function: string };
}

export interface LockInfo {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly holders: readonly HolderInfo[];
  readonly waiters: readonly HolderInfo[];
}

export interface LockMonitorStatistics extends LockStatistics {
  readonly overLimit: number;
  /** Held by a flow that has ended. */
  readonly leaked: number;
}

const maxByHand = 10_000;

/** Every tracked lock of this thread: who holds it and who waits. Locks that Eddy cannot see are told by hand. */
export class LockMonitor {
  readonly #byHand = new Map<string, Ticket[]>();

  /** Watches a real lock; with a function, takes it, runs the function and lets go. */
  monitorLock<L extends object>(name: string, lock: L): TrackedLock<L>;
  monitorLock<L extends object, R>(name: string, lock: L, fn: () => R): Promise<Awaited<R>>;
  monitorLock<L extends object, R>(name: string, lock: L, fn?: () => R): TrackedLock<L> | Promise<Awaited<R>> {
    const tracked = trackLock(lock, name);
    if (fn === undefined) return tracked;
    return (tracked as unknown as TrackedLock<{ acquire(): unknown }>).run(() => fn());
  }

  /** By hand, once a lock that Eddy cannot see was taken: the current flow holds it now. The holders before it stay. */
  acquireLock(name: string, ownerName?: string): void {
    const book = lockBook();
    const held = this.#byHand.get(name);
    const same = held?.[0]?.lock;
    if (same === undefined && this.#byHand.size >= maxByHand) {
      runtime().drop('locks told by hand');
      return;
    }
    const lock = same ?? book.make({ kind: 'custom', name });
    const ticket = book.wants(lock, { label: ownerName }, this.acquireLock);
    book.granted(ticket);
    if (held === undefined) this.#byHand.set(name, [ticket]);
    else held.push(ticket);
  }

  /** By hand: the hold of the current flow ends, else the only one there is. */
  releaseLock(name: string): void {
    const held = this.#byHand.get(name) ?? [];
    const flow = runtime().flow();
    const mine = held.find(ticket => ticket.flow === flow) ?? (held.length === 1 ? held[0] : undefined);
    if (mine === undefined)
      throw fail('unknown-id', `Flow '${flow.name}' does not hold a lock '${name}' that was told by hand.`, {
        hint: held.length === 0 ? 'acquireLock(name) comes first.' : `${held.length} other flows hold it.`,
      });
    lockBook().released(mine);
    if (held.length === 1) this.#byHand.delete(name);
    else held.splice(held.indexOf(mine), 1);
  }

  /** Those that somebody holds or waits for. */
  getActiveLocks(): LockInfo[] {
    const book = lockBook();
    return Array.from(book.busy, ({ serial, name, kind, holders, waiters }) => ({
      id: serial,
      name,
      kind,
      holders: Array.from(holders, ticket => infoOf(book, ticket, ticket.grantedAt)),
      waiters: Array.from(waiters, ticket => infoOf(book, ticket, ticket.wantedAt)),
    }));
  }

  getStatistics(): LockMonitorStatistics {
    const book = lockBook();
    const now = book.rt.worked();
    let [overLimit, leaked] = [0, 0];
    for (const hold of book.holds) {
      if (now - hold.grantedAt >= limits.lockHeldMs) overLimit++;
      if (hold.flow.ended) leaked++;
    }
    return { ...book.statistics(), overLimit, leaked };
  }
}

function infoOf(book: LockBook, ticket: Ticket, since: number): HolderInfo {
  const { flow } = ticket;
  const forMs = book.rt.worked() - since;
  const site = ticket.asked.site();
  return {
    flow: flow.id,
    flowName: ticket.label ?? flow.name,
    forMs,
    overLimit: forMs >= limits.lockHeldMs,
    ownerEnded: flow.ended,
    ...(site === undefined ? {} : { at: { file: site.file, line: site.line, function: site.function } }),
  };
}
