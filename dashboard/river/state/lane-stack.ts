import type { FlowColumns } from '../../model/index.ts';
import type { LaneGroup } from '../lanes/index.ts';

export const headingHeight = 22;
const groupGap = 5;
const laneHeights: readonly number[] = [22, 17, 13, 11, 9, 7, 5, 3];
/** Lower ones only when they are asked for: forms are not told apart in them. */
const leastLaneHeight = 7;
const leastStreamHeight = 44;
const mostStreamHeight = 240;
/** A group with more lanes is drawn as a stream, unless somebody unfolds it; with fewer than the second it is unfolded again. */
const [foldAbove, unfoldBelow] = [120, 60];

/** Where a group is drawn now; pixels from the top of all groups. */
export interface GroupPlace {
  group: LaneGroup;
  /** Of its heading. */
  top: number;
  height: number;
  isFolded: boolean;
  /** Lanes that have something in the time that is seen are among these. */
  lanes: number;
}

export interface Seen {
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

/** The groups one below the other, in lanes as high as there is room for. */
export class LaneStack {
  laneHeight = 17;
  /** What somebody asked for; absent: as it fits. */
  wantedLaneHeight: number | undefined;
  scroll = 0;
  contentHeight = 0;
  readonly places: GroupPlace[] = [];
  /** By title, as somebody asked for: it stays when all is laid out again. */
  readonly folds = new Map<string, boolean>();
  readonly #streams = new Set<string>();
  #groups: readonly LaneGroup[] = [];
  #count = 0;

  arrange(groups: readonly LaneGroup[], columns: FlowColumns, seen: Seen): void {
    this.#order(groups);
    let lanes = 0;
    let streams = 0;
    for (const place of this.places) {
      place.lanes = lanesIn(place.group, columns, seen);
      place.isFolded = this.#isFolded(place);
      if (!place.isFolded) lanes += place.lanes;
      else if (place.lanes > 0) streams++;
    }
    const room = seen.height - this.places.length * (headingHeight + groupGap);
    const height = this.#streamHeight(room, lanes, streams);
    this.#setLaneHeight(room - streams * height, lanes);
    let top = 0;
    for (const place of this.places) {
      place.top = top;
      const inner = place.isFolded ? (place.lanes > 0 ? height : 0) : place.lanes * this.laneHeight;
      place.height = headingHeight + inner;
      top += place.height + groupGap;
    }
    this.contentHeight = top;
    this.scrollTo(this.scroll, seen.height);
  }

  scrollTo(px: number, height: number): void {
    this.scroll = Math.max(0, Math.min(px, this.contentHeight - height));
  }

  toggle({ group, isFolded }: GroupPlace): void {
    this.folds.set(group.title, !isFolded);
  }

  /** One size up or down; 0: as it fits. */
  resizeLanes(by: -1 | 0 | 1): void {
    const at = laneHeights.indexOf(this.laneHeight);
    this.wantedLaneHeight = by === 0 ? undefined : laneHeights[Math.max(0, Math.min(laneHeights.length - 1, at - by))];
  }

  /** At so many pixels from the top of all groups. */
  placeAt(y: number): GroupPlace | undefined {
    return this.places.find(({ top, height }) => y >= top && y < top + height);
  }

  laneAt(place: GroupPlace, y: number): number | undefined {
    const inner = y - place.top - headingHeight;
    if (place.isFolded || inner < 0) return undefined;
    const lane = Math.floor(inner / this.laneHeight);
    return lane < place.lanes ? lane : undefined;
  }

  topOf(place: GroupPlace, lane: number): number {
    return place.top + headingHeight + lane * this.laneHeight;
  }

  #order(groups: readonly LaneGroup[]): void {
    if (groups === this.#groups && groups.length === this.#count) return;
    this.#groups = groups;
    this.#count = groups.length;
    const sorted = groups.map((group, number) => ({ group, number }));
    sorted.sort((a, b) => a.group.rank - b.group.rank || a.number - b.number);
    this.places.length = 0;
    for (const { group } of sorted) this.places.push({ group, top: 0, height: 0, isFolded: false, lanes: 0 });
  }

  #isFolded({ group, lanes }: GroupPlace): boolean {
    if (lanes > foldAbove) this.#streams.add(group.title);
    else if (lanes < unfoldBelow) this.#streams.delete(group.title);
    return this.folds.get(group.title) ?? this.#streams.has(group.title);
  }

  #streamHeight(room: number, lanes: number, streams: number): number {
    const left = room - lanes * 13;
    return Math.round(Math.max(leastStreamHeight, Math.min(mostStreamHeight, left / Math.max(1, streams))));
  }

  /** It grows only where there is room to spare, so that it does not go to and fro. */
  #setLaneHeight(room: number, lanes: number): void {
    if (this.wantedLaneHeight !== undefined) {
      this.laneHeight = this.wantedLaneHeight;
      return;
    }
    const each = room / Math.max(1, lanes);
    if (this.laneHeight > Math.max(each, leastLaneHeight) || this.laneHeight * 1.35 < each)
      this.laneHeight = Math.max(leastLaneHeight, laneHeights.find(height => height <= each) ?? 0);
  }
}

/** The highest lane that has something in that time, and all below it. */
function lanesIn({ lanes }: LaneGroup, columns: FlowColumns, { from, to }: Seen): number {
  for (let lane = lanes.length - 1; lane >= 0; lane--) if (lanes[lane]!.isIn(columns, from, to)) return lane + 1;
  return 0;
}
