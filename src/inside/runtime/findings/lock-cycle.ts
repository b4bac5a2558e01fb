import type { FindingKindRecord } from '../core/index.ts';
import type { Deadlock } from '../locks/deadlock.ts';

export const lockCycle: FindingKindRecord<Deadlock> = {
  kind: 'lock-cycle',
  severity: 'error',
  seenWhen:
    'Flows wait for locks in a ring: each holds what the next one waits for, and no permit of these locks is left. Told when the ring has stood for a quarter of a second.',
  hint: 'Take the locks in the same order everywhere, or take one lock that stands for both.',
  roles: ['holds', 'waits', 'first', 'second'],
  check({ ring, tickets }) {
    if (tickets.some(ticket => ticket.state !== 'waiting')) return 'fine';
    // Each step's wait keeps the hold that the step before it waits for.
    const steps = ring.map(({ wait }, at) => ({ wait, hold: ring[(at + ring.length - 1) % ring.length]!.hold }));
    const placed = steps.map(step => ({ ...step, site: step.hold.asked.site(step.hold.flow) }));
    // Always begun at the same place, so that the same ring met again is the same finding.
    const place = (step: (typeof placed)[number]) =>
      `${step.site?.file}:${String(step.site?.line).padStart(7, '0')}:${step.site?.column}`;
    let start = 0;
    for (let at = 1; at < placed.length; at++) if (place(placed[at]!) < place(placed[start]!)) start = at;
    const ordered = [...placed.slice(start), ...placed.slice(0, start)];
    const one = ordered[0]!;
    const other = ordered[1];
    const words = ordered.map(
      ({ wait, hold }) => `${wait.who} holds ${hold.lock.name} and waits for ${wait.lock.name}`,
    );
    return {
      message: `${words.slice(0, 4).join('; ')}${words.length > 4 ? `; and ${words.length - 4} more` : ''}: none of them can go on.`,
      sites: {
        holds: one.site,
        waits: one.wait.asked.site(one.wait.flow),
        first: other?.site,
        second: other?.wait.asked.site(other.wait.flow),
      },
      flows: ordered.map(({ wait }) => wait.flow),
    };
  },
};
