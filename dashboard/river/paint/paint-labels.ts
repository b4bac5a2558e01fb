import type { FlowBook } from '../../model/index.ts';
import { type Bars, failed, live } from './bars.ts';
import type { LanePainter } from './paint-lanes.ts';
import { axisHeight, type Scene } from './scene.ts';

const leastWidth = 30;
const maxLabels = 250;
const letterPx = 6.2;

/** Names in the bars that have room for them. */
export class LabelPainter {
  #keepsEnd = false;

  paint(scene: Scene, lanes: LanePainter): void {
    const { context, palette, river } = scene;
    if (river.stack.laneHeight < 13) return;
    // Names of one route differ at their ends.
    const isOfRoute = river.by.peek() === 'route';
    this.#keepsEnd = isOfRoute;
    context.font = `11px ${palette.sans}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = palette.text;
    const middle = lanes.barHeight(river.stack.laneHeight) / 2 + 0.5;
    let left = maxLabels;
    for (let look = lanes.bars.length - 1; look >= 0 && left > 0; look--)
      left = this.#paint(scene, lanes.bars[look]!, middle, look === failed || look === live ? 10 : 4, left);
  }

  #paint({ context, river, height }: Scene, bars: Bars, middle: number, room: number, most: number): number {
    const { flows } = river.model;
    let left = most;
    for (let at = 0; at < bars.size && left > 0; at++) {
      const x = Math.max(0, bars.xs[at]!);
      const width = bars.xs[at]! + bars.widths[at]! - x;
      const y = bars.ys[at]!;
      if (width < leastWidth || y < axisHeight - 12 || y > height) continue;
      context.fillText(
        this.#label(flows, bars.flows[at]!, Math.floor((width - 6 - room) / letterPx)),
        x + 5,
        y + middle,
      );
      left--;
    }
    return left;
  }

  #label(flows: FlowBook, flow: number, letters: number): string {
    const name = flows.names.at(flows.columns.names[flow]!);
    if (name.length <= letters) return name;
    if (letters < 3) return '';
    return this.#keepsEnd ? `…${name.slice(1 - letters)}` : `${name.slice(0, letters - 1)}…`;
  }
}
