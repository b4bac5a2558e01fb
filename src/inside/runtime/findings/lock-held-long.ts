import type { FindingKindRecord } from '../core/index.ts';
import type { Ticket } from '../locks/ticket.ts';

export const lockHeldLong: FindingKindRecord<Ticket> = {
  kind: 'lock-held-long',
  severity: 'warning',
  seenWhen: 'A lock, pool resource or slot has been held past its limit (30 s by default).',
  hint: 'Hold the lock for the shared step only, and put a deadline on what is awaited while it is held.',
  roles: ['holds', 'waits'],
  check(hold, now) {
    // Where its flow has ended it is leaked, which is told by its own kind.
    if (hold.state !== 'held' || hold.told || hold.cancelLook !== undefined) return 'fine';
    const { lock, flow } = hold;
    const waiters = lock.believedWaiters();
    const first = waiters[0];
    const seconds = ((now - hold.grantedAt) / 1000).toFixed(1);
    const names = [...new Set(waiters.map(ticket => `"${ticket.flow.name}"`))].slice(0, 3).join(', ');
    const waiting = waiters.length === 0 ? 'nobody waits for it' : `${waiters.length} wait for it (${names})`;
    return {
      message: `${lock.name} has been held for ${seconds} s by flow "${flow.name}"; ${waiting}.`,
      sites: { holds: hold.asked.site(flow), waits: first?.asked.site(first.flow) },
      flows: [flow, first?.flow],
    };
  },
};
