import type { FindingKindRecord } from '../core/index.ts';
import { limits } from '../limits.ts';
import type { Ticket } from '../locks/ticket.ts';

export const lockLeaked: FindingKindRecord<Ticket> = {
  kind: 'lock-leaked',
  severity: 'error',
  seenWhen:
    'A flow ended or its signal was aborted while it held a lock, and after a grace time the lock was still held; or the program came to its end with others waiting for it.',
  hint: 'Release in a finally block, or use the form that releases by itself (runExclusive, use, a callback).',
  roles: ['holds', 'waits'],
  check(hold, now) {
    if (hold.state !== 'held' || hold.gone) return 'fine';
    const why = reasonOf(hold);
    if (why === undefined) return 'fine';
    // A program that is ended by exit() or a signal can be in the middle of its clean-up.
    const leftMs = (hold.ownerEndedAt ?? hold.grantedAt) + limits.leakGraceMs - now;
    if (leftMs > 0 && !hold.drained) return { againInMs: leftMs };
    const { lock, flow } = hold;
    const waiter = lock.believedWaiters()[0];
    const waiting = waiter === undefined ? '' : ` ${lock.waiters.size} wait for it.`;
    return {
      message: `${lock.name} was taken by flow "${flow.name}", ${why}.${waiting}`,
      sites: { holds: hold.asked.site(flow), waits: waiter?.asked.site(waiter.flow) },
      flows: [flow, waiter?.flow],
    };
  },
};

function reasonOf(hold: Ticket): string | undefined {
  if (hold.lateBecause === 'aborted')
    return 'whose signal had been aborted before the lock was granted, and nobody released it';
  if (hold.lateBecause === 'ended') return 'which had ended before the lock was granted, and nobody released it';
  if (hold.ownerEndedAt !== undefined) return 'which has ended without releasing it';
  if (hold.neverReleased) return 'and nothing is left that could release it';
  return undefined;
}
