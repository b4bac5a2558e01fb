import type { FlowBook } from '../../model/index.ts';
import type { Lane } from '../lanes/index.ts';
import { type GroupPlace, headingHeight } from '../state/index.ts';
import { Bars, cancelled, done, failed, live, looks, lost } from './bars.ts';
import { paintStream } from './paint-stream.ts';
import { axisHeight, offsetOf, type Scene } from './scene.ts';

/** More bars are no picture of lanes any more, and take longer than a frame. */
const maxBars = 4_000;
const looksByOutcome: Readonly<Record<string, number>> = { failed, cancelled, gone: lost, unseen: lost };

/** The lanes of the groups that are not folded: finds what is seen of them, then draws it look by look. */
export class LanePainter {
  readonly bars: readonly Bars[] = Array.from({ length: looks }, () => new Bars());
  /** Numbers of outcomes are the book's. */
  #lookOf = new Uint8Array(16);
  #known = 0;

  /** Pixels that a bar has of its lane. */
  barHeight(laneHeight: number): number {
    return laneHeight - (laneHeight >= 10 ? 3 : 1);
  }

  paint(scene: Scene): void {
    const { river } = scene;
    for (const bars of this.bars) bars.clear();
    this.#learn(river.model.flows);
    let left = maxBars;
    const offset = offsetOf(scene);
    for (const place of river.stack.places) {
      const top = offset + place.top + headingHeight;
      const bottom = offset + place.top + place.height;
      if (place.isFolded || place.lanes === 0 || bottom < axisHeight || top > scene.height) continue;
      const first = Math.max(0, Math.floor((axisHeight - top) / river.stack.laneHeight));
      const last = Math.min(place.lanes, Math.ceil((scene.height - top) / river.stack.laneHeight));
      const count = this.#count(scene, place, first, last, left);
      if (count <= left) {
        for (let lane = first; lane < last; lane++)
          this.#find(scene, place.group.lanes[lane]!, offset + river.stack.topOf(place, lane));
        left -= count;
      } else {
        paintStream(scene, place.group.density, { top, height: bottom - top, laneHeight: river.stack.laneHeight });
      }
    }
    this.#fill(scene);
  }

  /** Of the flows in these lanes that are seen, as far as `most`. */
  #count({ river }: Scene, { group }: GroupPlace, first: number, last: number, most: number): number {
    const { columns } = river.model.flows;
    const { from, to } = river.window;
    let count = 0;
    for (let number = first; number < last && count <= most; number++) {
      const lane = group.lanes[number]!;
      count += lane.firstStarting(columns, to) - lane.firstAfter(columns, from);
    }
    return count;
  }

  #find({ river, now, width }: Scene, lane: Lane, y: number): void {
    const { columns } = river.model.flows;
    const { starts, ends, outcomes } = columns;
    const { window } = river;
    let place = lane.firstAfter(columns, window.from);
    while (place < lane.size) {
      const flow = lane.at(place);
      const start = starts[flow]!;
      const x = window.xOf(start);
      if (x > width || start > now) break;
      const end = ends[flow]!;
      const isOver = end <= now;
      const right = Math.min(width + 8, window.xOf(isOver ? end : now));
      const left = Math.max(-8, x);
      const look = isOver ? this.#lookOf[outcomes[flow]!]! : live;
      this.bars[look]!.add(flow, left, y, Math.max(1.2, right - left - (right - left > 4 ? 1 : 0)));
      // Those that end within the same pixel are not seen beside it.
      place = right - x > 1.2 ? place + 1 : lane.firstAfter(columns, window.timeAt(x + 1), place + 1);
    }
  }

  #fill(scene: Scene): void {
    const { context, palette, river } = scene;
    const height = this.barHeight(river.stack.laneHeight);
    const isLow = height < 6;
    const tint = isLow ? 0.75 : 0.34;
    context.globalAlpha = tint;
    context.fillStyle = palette.done;
    this.bars[done]!.fill(context, height);
    context.fillStyle = palette.live;
    this.bars[live]!.fill(context, height);
    context.globalAlpha = isLow ? 0.85 : 0.22;
    context.fillStyle = palette.error;
    this.bars[failed]!.fill(context, height);
    context.globalAlpha = 1;
    if (!isLow) {
      context.fillStyle = palette.stripes;
      this.bars[failed]!.fill(context, height);
    }
    this.#outline(scene, this.bars[cancelled]!, height, palette.warning, []);
    this.#outline(scene, this.bars[lost]!, height, palette.edge, [3, 3]);
    if (isLow) return;
    this.#edge(scene, this.bars[done]!, height, palette.done);
    this.#edge(scene, this.bars[live]!, height, palette.live);
    this.#edge(scene, this.bars[failed]!, height, palette.error);
    this.#ends(scene, height);
  }

  /** Where it began. */
  #edge({ context }: Scene, { size, xs, ys }: Bars, height: number, colour: string): void {
    context.fillStyle = colour;
    for (let at = 0; at < size; at++) context.fillRect(xs[at]!, ys[at]!, 1.5, height);
  }

  /** Hollow: it was cancelled, or nobody saw its end. */
  #outline({ context }: Scene, { size, xs, ys, widths }: Bars, height: number, colour: string, dash: number[]): void {
    if (size === 0) return;
    context.strokeStyle = colour;
    context.lineWidth = height < 6 ? 1 : 1.4;
    context.setLineDash(dash);
    context.beginPath();
    for (let at = 0; at < size; at++) {
      context.rect(xs[at]! + 0.7, ys[at]! + 0.7, Math.max(0.6, widths[at]! - 1.4), height - 1.4);
      // A stroke through it says cancelled without any colour.
      if (dash.length > 0 || widths[at]! < 8) continue;
      context.moveTo(xs[at]!, ys[at]! + height / 2);
      context.lineTo(xs[at]! + widths[at]!, ys[at]! + height / 2);
    }
    context.stroke();
    context.setLineDash([]);
  }

  /** A tip where it goes on, a cross where it failed. */
  #ends({ context, palette }: Scene, height: number): void {
    const going = this.bars[live]!;
    context.fillStyle = palette.live;
    context.beginPath();
    for (let at = 0; at < going.size; at++) {
      const [x, y] = [going.xs[at]! + going.widths[at]!, going.ys[at]!];
      context.moveTo(x, y);
      context.lineTo(x + Math.min(7, height / 2), y + height / 2);
      context.lineTo(x, y + height);
    }
    context.fill();
    const broken = this.bars[failed]!;
    context.strokeStyle = palette.error;
    context.lineWidth = 2;
    context.beginPath();
    for (let at = 0; at < broken.size; at++) {
      if (broken.widths[at]! < 4) continue;
      const [x, y, half] = [broken.xs[at]! + broken.widths[at]!, broken.ys[at]! + height / 2, Math.min(4, height / 3)];
      context.moveTo(x - half, y - half);
      context.lineTo(x + half, y + half);
      context.moveTo(x + half, y - half);
      context.lineTo(x - half, y + half);
    }
    context.stroke();
  }

  #learn({ outcomes }: FlowBook): void {
    if (outcomes.size === this.#known) return;
    if (outcomes.size > this.#lookOf.length) this.#lookOf = new Uint8Array(outcomes.size * 2);
    for (let number = 0; number < outcomes.size; number++)
      this.#lookOf[number] = looksByOutcome[outcomes.at(number)] ?? done;
    this.#known = outcomes.size;
  }
}
