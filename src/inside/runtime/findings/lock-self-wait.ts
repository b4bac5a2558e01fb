import type { FindingKindRecord } from '../core/index.ts';
import { type Deadlock, isOfSlots } from '../locks/deadlock.ts';

export const lockSelfWait: FindingKindRecord<Deadlock> = {
  kind: 'lock-self-wait',
  severity: 'error',
  seenWhen:
    'A flow waits for a lock, or a slot of a limiter or pool, that is held altogether by itself and others who wait for it in the same way; told after a second, because a wait that is not awaited ends by itself.',
  hint: 'Do not take the lock again where it is held: split off the inner part that needs no lock, or use a second limiter for nested work.',
  roles: ['holds', 'waits'],
  check(knot, now) {
    const { ring, tickets } = knot;
    const step = ring[0];
    if (step === undefined || tickets.some(ticket => ticket.state !== 'waiting')) return 'fine';
    const { wait, hold } = step;
    const { lock, flow } = wait;
    const who =
      tickets.length === 1
        ? 'which it holds itself'
        : `whose ${lock.capacity} permits are all held by flows that wait for it too`;
    // A slot's work may have asked for the next slot without awaiting it.
    const open = isOfSlots(knot) && !knot.drained;
    const since = `for ${((now - wait.wantedAt) / 1000).toFixed(1)} s`;
    const end = open
      ? `, ${since}: if this is awaited, it never ends`
      : knot.drained
        ? '; nothing is left that could end it'
        : `, ${since}`;
    return {
      message: `${wait.who.replace(/^flow /, 'Flow ')} waits for ${lock.name}, ${who}${end}.`,
      ...(open ? { severity: 'potential' as const } : {}),
      sites: { holds: hold.asked.site(hold.flow), waits: wait.asked.site(flow) },
      flows: [flow, ...tickets.map(ticket => ticket.flow)],
    };
  },
};
