import type { ComponentChildren, RefObject } from 'preact';
import { addressOf, useNow } from '../frame/index.ts';
import { sayCount, sayMs, sayTime } from '../words/index.ts';
import { type CardRoom, cardPlace } from './card-place.ts';
import { describeFlow } from './describe.ts';
import type { Pointed } from './pointer.ts';
import { type River, untilOf } from './state/index.ts';

const cardEveryMs = 500;

/** What is under the pointer. */
export function HoverCard({
  river,
  pointed,
  room,
}: {
  readonly river: River;
  readonly pointed: Pointed;
  readonly room: CardRoom;
}) {
  const content = contentOf(river, pointed);
  if (content === undefined) return null;
  return (
    <div class="river-card" style={{ ...cardPlace(pointed, room) }}>
      {content}
    </div>
  );
}

interface PinnedCardProps {
  readonly river: River;
  readonly flow: number;
  readonly card: RefObject<HTMLDivElement | null>;
}

/** What is chosen. */
export function PinnedCard({ river, flow, card }: PinnedCardProps) {
  return (
    <div class="river-card pinned" ref={card}>
      <FlowCard river={river} flow={flow} isPinned />
    </div>
  );
}

function contentOf(river: River, { flow, mark, place, x }: Pointed): ComponentChildren {
  if (mark !== undefined) {
    const { finding, severity, kind, count } = mark.finding;
    return (
      <>
        <p>
          <strong>{kind}</strong> <span class={`chip ${severity}`}>{severity}</span>
        </p>
        <p>{finding.message}</p>
        <p class="quiet">
          {sayTime(finding.firstAt, true)}
          {count > 1 && `, seen ${count} times`}. Click: the finding.
        </p>
      </>
    );
  }
  if (flow !== undefined) return <FlowCard river={river} flow={flow} />;
  if (place === undefined) return undefined;
  const { group } = place;
  const time = river.window.timeAt(x);
  return (
    <>
      <p>
        <strong>{group.title}</strong>
      </p>
      {time <= river.drawnNow && (
        <p>
          {sayTime(time, true)}: {sayCount(aliveAt(river, place.group, time), 'flow')} alive
        </p>
      )}
      <p class="quiet">Click the heading: {place.isFolded ? 'a lane for each' : 'fold it to a stream'}.</p>
    </>
  );
}

function FlowCard({
  river,
  flow,
  isPinned = false,
}: {
  readonly river: River;
  readonly flow: number;
  readonly isPinned?: boolean;
}) {
  // What it has and how long it has lasted change while it stands here.
  useNow(cardEveryMs);
  const said = describeFlow(river.model, flow, river.drawnNow);
  const end = river.model.flows.columns.ends[flow]!;
  const heldMs = river.held.heldMs(said.id, untilOf(end, river.drawnNow));
  return (
    <>
      <p class="river-card-name">
        <strong>{said.name}</strong>
      </p>
      <p>
        <span class={`river-state ${said.tone}`}>{said.state}</span> <span class="quiet">after</span> {said.lasted}
        <span class="quiet"> · from {sayTime(said.start, true)}</span>
      </p>
      {heldMs > 0 && <p>of which held {sayMs(heldMs)}</p>}
      {said.at !== undefined && <p class="mono">{said.at}</p>}
      {ties(river, said.id).map(text => (
        <p key={text}>{text}</p>
      ))}
      <p class="quiet">
        {said.kind} <span class="mono">{said.id}</span> · {said.target}
      </p>
      {isPinned && <a href={addressOf('flow', [said.id])}>Open this flow</a>}
    </>
  );
}

/** Locks and scopes that it has or waits for now. */
function ties(river: River, id: string): readonly string[] {
  const now = river.drawnNow;
  const open = river.links.ties.filter(({ flow, from, to }) => flow === id && from <= now && !(to <= now));
  return open.slice(-4).map(({ kind, name, got, why }) => {
    const has = kind === 'scope' ? 'in scope' : got <= now ? 'has lock' : 'waits for lock';
    return `${has} ${name}${why === undefined ? '' : `, cancelled: ${why}`}`;
  });
}

const alive = new Float64Array(1);
const fails = new Float64Array(1);

function aliveAt(river: River, group: River['lanes']['groups'][number], time: number): number {
  group.density.read(time, river.window.msPerPx, 1, alive, fails);
  return Math.round(alive[0]!);
}
