import { sayNumber } from '../../words/index.ts';
import type { Density } from '../lanes/index.ts';
import type { Scene } from './scene.ts';

const stepPx = 2;
const maxSteps = 4096;
const alive = new Float64Array(maxSteps);
const fails = new Float64Array(maxSteps);

export interface StreamBox {
  readonly top: number;
  readonly height: number;
  /** Pixels that one flow takes, from the top down, as lanes would; absent: as high as fits, from the bottom up. */
  readonly laneHeight?: number;
}

/** How many flows were alive over time, as an area; in it, striped, what failed. */
export function paintStream(scene: Scene, density: Density, box: StreamBox): void {
  const { context, river, palette, width } = scene;
  const { window } = river;
  const steps = Math.min(maxSteps, Math.ceil(width / stepPx));
  const stepMs = window.msPerPx * stepPx;
  const most = density.read(window.from, stepMs, steps, alive, fails);
  const shown = Math.max(0, Math.min(steps, Math.ceil(window.xOf(scene.now) / stepPx)));
  if (shown === 0) return;
  const isDown = box.laneHeight !== undefined;
  const scale = box.laneHeight ?? (box.height - 4) / roundUp(most);
  const base = isDown ? box.top : box.top + box.height;
  const direction = isDown ? 1 : -1;
  context.save();
  context.beginPath();
  context.rect(0, box.top, width, box.height);
  context.clip();
  context.globalAlpha = 0.28;
  context.fillStyle = palette.live;
  outline(context, shown, base, direction * scale, alive);
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = palette.live;
  context.lineWidth = 1.5;
  context.stroke();
  paintFails(scene, shown, base, direction, Math.min(box.height * 0.6, 40));
  context.restore();
  if (!isDown) sayMost(scene, most, box);
}

function outline(
  context: CanvasRenderingContext2D,
  steps: number,
  base: number,
  scale: number,
  values: Float64Array,
): void {
  context.beginPath();
  context.moveTo(-2, base);
  for (let step = 0; step < steps; step++) {
    const y = base + values[step]! * scale;
    context.lineTo(step * stepPx, y);
    context.lineTo((step + 1) * stepPx, y);
  }
  context.lineTo(steps * stepPx, base);
}

/** At least so high that one failure is seen. */
function paintFails({ context, palette }: Scene, steps: number, base: number, direction: number, most: number): void {
  context.fillStyle = palette.error;
  for (let step = 0; step < steps; step++) {
    if (fails[step]! < 0.05) continue;
    const height = Math.min(most, 4 + 4 * Math.log2(1 + fails[step]!));
    context.fillRect(step * stepPx, direction > 0 ? base : base - height, stepPx, height);
  }
}

/** As it was, not the round number that the picture ends at; a mean of the moments that share a pixel. */
function sayMost({ context, palette, river, now, width }: Scene, most: number, { top }: StreamBox): void {
  context.font = `11px ${palette.sans}`;
  context.textAlign = 'right';
  context.textBaseline = 'top';
  context.fillStyle = palette.quiet;
  context.fillText(`peak ≈ ${sayNumber(Math.round(most))}`, Math.min(width, river.window.xOf(now)) - 8, top + 3);
  context.textAlign = 'left';
}

/** A round number, so that the picture does not breathe with each flow. */
function roundUp(number: number): number {
  if (number <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(number));
  const digit = number / power;
  return (
    (digit <= 1 ? 1 : digit <= 1.5 ? 1.5 : digit <= 2 ? 2 : digit <= 3 ? 3 : digit <= 5 ? 5 : digit <= 7 ? 7 : 10) *
    power
  );
}
