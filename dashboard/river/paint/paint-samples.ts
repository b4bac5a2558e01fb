import { live } from './bars.ts';
import type { LanePainter } from './paint-lanes.ts';
import { axisHeight, type Scene } from './scene.ts';

const leastWidth = 8;
/** Of those that are alive: as many as there are lanes in sight. */
export const maxSampled = 200;
const leastLaneHeight = 7;
const maxKept = 5_000;

/** What flows were at whenever somebody looked: running fills the bar, waiting is a line in its middle. */
export class SamplePainter {
  /** Those that are alive and in sight: who draws asks for looks at them. */
  readonly seen: string[] = [];
  /** By the place of its birth, which is no other's. */
  readonly #ids = new Map<number, string>();

  paint(scene: Scene, lanes: LanePainter): void {
    if (this.#ids.size > maxKept) this.#ids.clear();
    this.seen.length = 0;
    if (scene.river.stack.laneHeight < leastLaneHeight) return;
    const height = lanes.barHeight(scene.river.stack.laneHeight);
    for (const [look, bars] of lanes.bars.entries())
      for (let at = 0; at < bars.size; at++) {
        const y = bars.ys[at]!;
        if (y < axisHeight - height || y > scene.height) continue;
        const id = look === live || bars.widths[at]! >= leastWidth ? this.#idOf(scene, bars.flows[at]!) : undefined;
        if (id === undefined) continue;
        if (look === live && this.seen.length < maxSampled) this.seen.push(id);
        if (bars.widths[at]! >= leastWidth) this.#stretches(scene, id, bars.xs[at]!, bars.widths[at]!, y, height);
      }
  }

  #stretches(scene: Scene, id: string, left: number, width: number, y: number, height: number): void {
    const { context, river, palette, now } = scene;
    const { window } = river;
    const right = left + width;
    for (const { state, from, to } of river.model.samples.stretches(id)) {
      if (state === 'idle' || state === 'held' || from > now) continue;
      const x = Math.max(left, window.xOf(from));
      const end = Math.min(right, Math.max(window.xOf(Math.min(now, to)), x + 1));
      if (end <= x) continue;
      context.fillStyle = state === 'running' ? palette.busy : palette.waiting;
      if (state === 'running') context.fillRect(x, y, end - x, height);
      else context.fillRect(x, y + height - 3, end - x, 2);
    }
  }

  #idOf({ river }: Scene, flow: number): string {
    const { flows } = river.model;
    const birth = flows.columns.births[flow]!;
    const known = this.#ids.get(birth);
    if (known !== undefined) return known;
    const id = flows.idOf(flow);
    this.#ids.set(birth, id);
    return id;
  }
}
