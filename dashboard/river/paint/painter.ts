import type { LaneGroup } from '../lanes/index.ts';
import type { River } from '../state/index.ts';
import { headingHeight } from '../state/index.ts';
import { boxOf, isOnCanvas } from './flow-boxes.ts';
import { paintAxis, paintGrid, paintNow, paintScroll, paintSought, paintUnknown } from './paint-axis.ts';
import { paintHeadings } from './paint-headings.ts';
import { countHeld, paintHeld, paintWereHeld } from './paint-held.ts';
import { LabelPainter } from './paint-labels.ts';
import { LanePainter } from './paint-lanes.ts';
import { LinkPainter } from './paint-links.ts';
import { MarkPainter } from './paint-marks.ts';
import { SamplePainter } from './paint-samples.ts';
import { paintStream } from './paint-stream.ts';
import { readPalette } from './palette.ts';
import { axisHeight, offsetOf, type Scene } from './scene.ts';

const maxListed = 50;

/** Draws the river on a canvas, as it is now. */
export class Painter {
  readonly marks = new MarkPainter();
  readonly samples = new SamplePainter();
  readonly #scene: Scene;
  /** What is drawn of lanes now. */
  readonly lanes = new LanePainter();
  readonly #labels = new LabelPainter();
  readonly #links = new LinkPainter();
  readonly #heldIn = new Map<LaneGroup, number>();

  constructor(canvas: HTMLCanvasElement, river: River) {
    const context = canvas.getContext('2d', { alpha: false })!;
    this.#scene = { context, river, palette: readPalette(context), width: 0, height: 0, ratio: 1, now: 0 };
  }

  /** The theme is another one. */
  recolour(): void {
    this.#scene.palette = readPalette(this.#scene.context);
  }

  /** CSS pixels. */
  resize(width: number, height: number, ratio: number): void {
    const { canvas } = this.#scene.context;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    Object.assign(this.#scene, { width, height, ratio });
    this.#scene.river.window.resize(width);
  }

  get lanesHeight(): number {
    return this.#scene.height - axisHeight;
  }

  paint(): void {
    const scene = this.#scene;
    const { context, river, palette, width, height, ratio } = scene;
    scene.now = river.drawnNow;
    const { from, to } = river.window;
    river.stack.arrange(river.lanes.groups, river.model.flows.columns, { from, to, height: this.lanesHeight });
    this.#reveal();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = palette.ground;
    context.fillRect(0, 0, width, height);
    paintUnknown(scene);
    paintGrid(scene);
    if (!river.lanes.isOutdated) this.#paintFlows();
    paintAxis(scene);
    paintSought(scene);
    paintNow(scene);
    paintScroll(scene);
    if (!river.lanes.isOutdated) this.marks.paint(scene);
  }

  /** Numbers of those in lanes, from the top down. */
  flowsInSight(): number[] {
    const all: { flow: number; x: number; y: number }[] = [];
    for (const { size, flows, xs, ys } of this.lanes.bars)
      for (let at = 0; at < size; at++) all.push({ flow: flows[at]!, x: xs[at]!, y: ys[at]! });
    all.sort((a, b) => a.y - b.y || a.x - b.x);
    return all.slice(0, maxListed).map(({ flow }) => flow);
  }

  /** Where its lane is, and the part of it that is seen begins. */
  placeOf(flow: number): { readonly x: number; readonly y: number } | undefined {
    const box = boxOf(this.#scene, flow);
    if (box === undefined || !isOnCanvas(this.#scene, box)) return undefined;
    const { river, width } = this.#scene;
    const x = river.window.xOf(river.model.flows.columns.starts[flow]!);
    return { x: Math.max(10, Math.min(x, width - 20)), y: box.top + Math.min(box.height, 20) };
  }

  #reveal(): void {
    const { river } = this.#scene;
    const box = boxOf(this.#scene, river.revealed);
    river.revealed = undefined;
    if (box === undefined) return;
    const room = this.lanesHeight;
    const top = box.top - axisHeight;
    if (top < 30 || top > room - 30) river.stack.scrollTo(river.stack.scroll + top - room / 3, room);
  }

  #paintFlows(): void {
    const scene = this.#scene;
    countHeld(scene, this.#heldIn);
    this.#paintStreams();
    this.lanes.paint(scene);
    this.samples.paint(scene, this.lanes);
    paintWereHeld(scene, this.lanes.barHeight(scene.river.stack.laneHeight));
    this.#labels.paint(scene, this.lanes);
    paintHeadings(scene, this.#heldIn);
    this.#links.paint(scene);
    paintHeld(scene, this.lanes.barHeight(scene.river.stack.laneHeight));
  }

  #paintStreams(): void {
    const scene = this.#scene;
    const offset = offsetOf(scene);
    for (const { isFolded, group, top, height } of scene.river.stack.places) {
      const box = { top: offset + top + headingHeight, height: height - headingHeight };
      if (isFolded && box.height > 0 && box.top < scene.height && box.top + box.height > axisHeight)
        paintStream(scene, group.density, box);
    }
  }
}
