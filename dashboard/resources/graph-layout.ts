export interface Arrow {
  readonly from: string;
  readonly to: string;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** The middle of each node. */
  readonly spots: ReadonlyMap<string, Spot>;
  /** By node: below everything that it is joined to; what leads back goes there. */
  readonly bottoms: ReadonlyMap<string, number>;
  readonly width: number;
  readonly height: number;
}

export interface LayoutSizes {
  /** Between the middles of two layers, and of two nodes of one. */
  readonly stepX: number;
  readonly stepY: number;
  readonly nodeWidth: number;
  readonly nodeHeight: number;
}

const sweeps = 4;

/** Between two parts that no arrow joins, beside the room for arrows that lead back. */
const gap = 30;

/** Parts that no arrow joins stand below each other, the largest first. */
export function layOut(ids: readonly string[], arrows: readonly Arrow[], sizes: LayoutSizes): Layout {
  const spots = new Map<string, Spot>();
  const bottoms = new Map<string, number>();
  let [width, top] = [0, 0];
  for (const part of partsOf(ids, arrows)) {
    const inside = new Set(part);
    const own = layOutPart(
      part,
      arrows.filter(({ from }) => inside.has(from)),
      sizes,
    );
    for (const [id, { x, y }] of own.spots) {
      spots.set(id, { x, y: y + top });
      bottoms.set(id, top + own.height);
    }
    width = Math.max(width, own.width);
    top += own.height + gap;
  }
  return { spots, bottoms, width, height: Math.max(0, top - gap) };
}

/** Each of nodes that arrows join, whichever way. */
function partsOf(ids: readonly string[], arrows: readonly Arrow[]): string[][] {
  const beside = new Map<string, string[]>(ids.map(id => [id, []]));
  for (const { from, to } of arrows) {
    beside.get(from)?.push(to);
    beside.get(to)?.push(from);
  }
  const seen = new Set<string>();
  const parts = ids.flatMap(root => {
    if (seen.has(root)) return [];
    seen.add(root);
    const part = new Set([root]);
    // What is added while it is gone through comes up, too.
    for (const id of part)
      for (const next of beside.get(id)!)
        if (!seen.has(next)) {
          seen.add(next);
          part.add(next);
        }
    return [ids.filter(id => part.has(id))];
  });
  return parts.sort((a, b) => b.length - a.length);
}

/**
 * Layers from left to right along the arrows, those that close a ring left aside; in a layer each node near those that it is
 * joined to. The same graph gives the same picture.
 */
function layOutPart(ids: readonly string[], arrows: readonly Arrow[], sizes: LayoutSizes): Omit<Layout, 'bottoms'> {
  const forward = withoutRings(ids, arrows);
  const layerOf = layersOf(ids, forward);
  const layers: string[][] = [];
  for (const id of ids) {
    const layer = layerOf.get(id)!;
    while (layers.length <= layer) layers.push([]);
    layers[layer]!.push(id);
  }
  for (let sweep = 0; sweep < sweeps; sweep++) orderLayers(layers, arrows, sweep % 2 === 0);
  const most = Math.max(1, ...layers.map(({ length }) => length));
  const { stepX, stepY, nodeWidth, nodeHeight } = sizes;
  const spots = new Map<string, Spot>();
  layers.forEach((layer, at) => {
    const top = ((most - layer.length) * stepY) / 2;
    layer.forEach((id, row) => {
      spots.set(id, { x: nodeWidth / 2 + at * stepX, y: nodeHeight / 2 + top + row * stepY });
    });
  });
  return {
    spots,
    width: nodeWidth + Math.max(0, layers.length - 1) * stepX,
    height: nodeHeight + (most - 1) * stepY,
  };
}

/** The arrows without those that lead back to where one came from. */
export function withoutRings(ids: readonly string[], arrows: readonly Arrow[]): Arrow[] {
  const next = new Map<string, Arrow[]>();
  for (const arrow of arrows) next.set(arrow.from, [...(next.get(arrow.from) ?? []), arrow]);
  const state = new Map<string, 'open' | 'done'>();
  const kept: Arrow[] = [];
  // Who is nobody's end is a beginning.
  const ends = new Set(arrows.map(({ to }) => to));
  for (const root of [...ids.filter(id => !ends.has(id)), ...ids]) {
    if (state.has(root)) continue;
    state.set(root, 'open');
    const calls = [{ id: root, at: 0 }];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const arrow = next.get(call.id)?.[call.at++];
      if (arrow === undefined) {
        state.set(call.id, 'done');
        calls.pop();
        continue;
      }
      const seen = state.get(arrow.to);
      if (seen === 'open') continue;
      kept.push(arrow);
      if (seen === 'done') continue;
      state.set(arrow.to, 'open');
      calls.push({ id: arrow.to, at: 0 });
    }
  }
  return kept;
}

/** Each node one further than the last of those that lead to it. `arrows` have no ring. */
function layersOf(ids: readonly string[], arrows: readonly Arrow[]): Map<string, number> {
  const layers = new Map(ids.map(id => [id, 0]));
  const waits = new Map(ids.map(id => [id, 0]));
  for (const { to } of arrows) waits.set(to, waits.get(to)! + 1);
  const ready = ids.filter(id => waits.get(id) === 0);
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    for (const { from, to } of arrows) {
      if (from !== id) continue;
      layers.set(to, Math.max(layers.get(to)!, layers.get(id)! + 1));
      waits.set(to, waits.get(to)! - 1);
      if (waits.get(to) === 0) ready.push(to);
    }
  }
  return layers;
}

/** Sorts each layer by where the nodes beside it stand that it is joined to. */
function orderLayers(layers: readonly string[][], arrows: readonly Arrow[], isForward: boolean): void {
  const order = isForward ? layers.keys() : [...layers.keys()].reverse();
  for (const at of order) {
    const place = new Map(layers.flatMap(layer => layer.map((id, row) => [id, row - layer.length / 2] as const)));
    const middle = new Map(layers[at]!.map(id => [id, middleOf(id, arrows, place)]));
    layers[at]!.sort((a, b) => middle.get(a)! - middle.get(b)!);
  }
}

function middleOf(id: string, arrows: readonly Arrow[], place: ReadonlyMap<string, number>): number {
  const joined = arrows.flatMap(({ from, to }) =>
    from === id ? [place.get(to)!] : to === id ? [place.get(from)!] : [],
  );
  if (joined.length === 0) return place.get(id)!;
  return joined.reduce((sum, row) => sum + row, 0) / joined.length;
}
