import type { GroupPlace } from './lane-stack.ts';
import type { River } from './river.ts';
import { untilOf } from './until.ts';

const nearPx = 3;

/** What is at a point of the lanes: pixels from the top of what is seen of them. */
export interface Hit {
  readonly place: GroupPlace;
  /** Absent: it is the heading, a stream, or an empty part of a lane. */
  readonly flow: number | undefined;
  readonly isHeading: boolean;
}

export function hitAt(river: River, x: number, y: number, headingHeight: number): Hit | undefined {
  const { stack, window, model } = river;
  if (river.lanes.isOutdated) return undefined;
  const inner = y + stack.scroll;
  const place = stack.placeAt(inner);
  if (place === undefined) return undefined;
  const isHeading = inner < place.top + headingHeight;
  const number = stack.laneAt(place, inner);
  const lane = number === undefined ? undefined : place.group.lanes[number];
  if (lane === undefined) return { place, flow: undefined, isHeading };
  const { columns } = model.flows;
  const at = lane.firstAfter(columns, window.timeAt(x - nearPx));
  const start = at < lane.size ? columns.starts[lane.at(at)]! : Number.POSITIVE_INFINITY;
  const isThere = start <= window.timeAt(x + nearPx) && start <= river.drawnNow;
  return { place, flow: isThere ? lane.at(at) : undefined, isHeading };
}

/** The flow of the next lane down (1) or up (-1) from that of `flow`, nearest to the middle of what is seen of it. */
export function nextLane(river: River, flow: number | undefined, by: 1 | -1): number | undefined {
  const { stack, lanes, model, window } = river;
  const { columns } = model.flows;
  const open = stack.places.filter(place => !place.isFolded && place.lanes > 0);
  const group = flow === undefined ? undefined : lanes.groups[lanes.groupOf(flow)];
  const first = open.findIndex(place => place.group === group);
  let [number, lane] = first === -1 ? [by > 0 ? 0 : open.length - 1, Number.NaN] : [first, lanes.laneOf(flow!)];
  if (Number.isNaN(lane)) lane = by > 0 ? -1 : (open[number]?.lanes ?? 0);
  const time = flow === undefined ? window.timeAt(window.width * 0.75) : middleOf(river, flow);
  for (;;) {
    lane += by;
    const place = open[number];
    if (place === undefined) return undefined;
    if (lane < 0 || lane >= place.lanes) {
      number += by;
      lane = by > 0 ? -1 : (open[number]?.lanes ?? 0);
      continue;
    }
    const found = nearestIn(river, place.group.lanes[lane]!, time);
    if (found !== undefined && columns.starts[found]! <= river.drawnNow) return found;
  }
}

/** The one that is there at that time, else what comes next, else what was last; of those that are seen. */
function nearestIn(
  { window, model }: River,
  lane: GroupPlace['group']['lanes'][number],
  time: number,
): number | undefined {
  const { columns } = model.flows;
  if (!lane.isIn(columns, window.from, window.to)) return undefined;
  const place = Math.min(lane.firstAfter(columns, time), lane.size - 1);
  const isSeen = columns.starts[lane.at(place)]! <= window.to;
  return lane.at(isSeen ? place : lane.firstAfter(columns, window.from));
}

function middleOf({ window, model, drawnNow }: River, flow: number): number {
  const { starts, ends } = model.flows.columns;
  const end = untilOf(ends[flow]!, drawnNow);
  return (Math.max(starts[flow]!, window.from) + Math.min(end, window.to)) / 2;
}
