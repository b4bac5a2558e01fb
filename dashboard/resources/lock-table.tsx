import type { Listing } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import { type Item, itemList, numberOf, textOf } from '../reports/index.ts';
import { sayMs, sayNumber } from '../words/index.ts';
import { FlowLink, maxRows, Place, Section } from './section.tsx';
import { lockId, type WaitGraph } from './wait-graph.ts';

interface LockTableProps {
  readonly model: Model;
  readonly locks: readonly Item[];
  readonly listings: readonly (Listing | undefined)[];
  readonly graph: WaitGraph;
}

const maxTickets = 5;

/** Those that somebody waits for first, then the held ones. */
export function LockTable({ model, locks, listings, graph }: LockTableProps) {
  const busy = (lock: Item) => (numberOf(lock.waiting) ?? 0) * 1_000 + (numberOf(lock.held) ?? 0);
  const rows = locks.toSorted((a, b) => busy(b) - busy(a)).slice(0, maxRows);
  const inRing = new Set(graph.nodes.filter(node => node.inRing).map(({ id }) => id));
  return (
    <Section
      title="Locks"
      none="none is known"
      listings={listings}
      shown={rows.length}
      heads={['Lock', 'Held by', 'Waiting', '#Taken', '#Longest wait', '#Longest hold']}
    >
      {rows.map(lock => (
        <tr key={lockId(lock)}>
          <th scope="row">
            {textOf(lock.name)} {inRing.has(lockId(lock)) && <span class="chip error">in a ring</span>}
            <div class="quiet">
              {textOf(lock.kind)}
              {(numberOf(lock.capacity) ?? 1) > 1 && `, ${textOf(lock.held)} of ${textOf(lock.capacity)}`},{' '}
              {model.targetTitle(textOf(lock.target))}
            </div>
          </th>
          <td>
            <Tickets model={model} tickets={itemList(lock.holders)} count={numberOf(lock.held) ?? 0} />
          </td>
          <td>
            <Tickets model={model} tickets={itemList(lock.waiters)} count={numberOf(lock.waiting) ?? 0} />
          </td>
          <td class="number">{sayNumber(numberOf(lock.acquired) ?? Number.NaN)}</td>
          <td class="number">{sayMs(longest(lock.longestWaitMs, lock.waiters))}</td>
          <td class="number">{sayMs(longest(lock.longestHoldMs, lock.holders))}</td>
        </tr>
      ))}
    </Section>
  );
}

/** Of those that are over, and those that are not. */
function longest(ended: unknown, tickets: unknown): number {
  const all = [numberOf(ended), ...itemList(tickets).map(({ forMs }) => numberOf(forMs))].filter(
    ms => ms !== undefined,
  );
  return all.length === 0 ? Number.NaN : Math.max(...all);
}

interface TicketsProps {
  readonly model: Model;
  readonly tickets: readonly Item[];
  readonly count: number;
}

function Tickets({ model, tickets, count }: TicketsProps) {
  if (count === 0) return <span class="quiet">nobody</span>;
  const shown = tickets.slice(0, maxTickets);
  return (
    <ul class="plain-list">
      {shown.map((ticket, at) => (
        <li key={`${textOf(ticket.flow)} ${at}`}>
          <FlowLink model={model} flow={ticket.flow} name={ticket.flowName} /> for{' '}
          {sayMs(numberOf(ticket.forMs) ?? Number.NaN)} <Place value={ticket.at} />
        </li>
      ))}
      {count > shown.length && <li class="quiet">and {count - shown.length} more</li>}
    </ul>
  );
}
