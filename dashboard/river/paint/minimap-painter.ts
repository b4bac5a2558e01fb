import { colourOf } from '../../frame/index.ts';
import type { River } from '../state/index.ts';

const stepPx = 2;
const maxSteps = 2048;
const alive = new Float64Array(maxSteps);
const fails = new Float64Array(maxSteps);
const leastSpanMs = 200;

/** All that is kept in one line: how many were alive, where something failed, which part is seen. */
export class MinimapPainter {
  /** Epoch ms. */
  from = 0;
  to = 1;
  #width = 1;
  #height = 1;
  #ratio = 1;
  readonly #context: CanvasRenderingContext2D;
  readonly #river: River;
  #colours = { ground: '', live: '', error: '', text: '', held: '' };

  constructor(canvas: HTMLCanvasElement, river: River) {
    this.#context = canvas.getContext('2d', { alpha: false })!;
    this.#river = river;
    this.recolour();
  }

  recolour(): void {
    this.#colours = {
      ground: colourOf('ground-2'),
      live: colourOf('accent'),
      error: colourOf('error'),
      text: colourOf('text'),
      held: colourOf('held'),
    };
  }

  resize(width: number, height: number, ratio: number): void {
    const { canvas } = this.#context;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    this.#width = width;
    this.#height = height;
    this.#ratio = ratio;
  }

  timeAt(x: number): number {
    return this.from + (x / this.#width) * (this.to - this.from);
  }

  paint(): void {
    const context = this.#context;
    const { lanes, drawnNow } = this.#river;
    this.to = drawnNow;
    this.from = Math.min(Number.isNaN(lanes.origin) ? this.to : this.#river.knownFrom, this.to - leastSpanMs);
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = this.#colours.ground;
    context.fillRect(0, 0, this.#width, this.#height);
    if (!lanes.isOutdated) this.#density();
    this.#frame();
  }

  #density(): void {
    const context = this.#context;
    const steps = Math.min(maxSteps, Math.ceil(this.#width / stepPx));
    const most = this.#river.lanes.density.read(this.from, (this.to - this.from) / steps, steps, alive, fails);
    // Roots: one that is almost nothing is seen beside ten thousand.
    const scale = (this.#height - 3) / Math.sqrt(Math.max(1, most));
    context.fillStyle = this.#colours.live;
    context.globalAlpha = 0.45;
    for (let step = 0; step < steps; step++) {
      const height = Math.sqrt(alive[step]!) * scale;
      context.fillRect(step * stepPx, this.#height - height, stepPx, height);
    }
    context.globalAlpha = 1;
    context.fillStyle = this.#colours.error;
    for (let step = 0; step < steps; step++)
      if (fails[step]! > 0.05) context.fillRect(step * stepPx, this.#height - 4, stepPx, 4);
  }

  /** What is seen, in a frame; what is not is veiled. */
  #frame(): void {
    const context = this.#context;
    const { window } = this.#river;
    const scale = this.#width / (this.to - this.from);
    const left = Math.max(0, Math.min(this.#width - 4, (window.from - this.from) * scale));
    const right = Math.max(left + 4, Math.min(this.#width, (window.to - this.from) * scale));
    context.globalAlpha = 0.6;
    context.fillStyle = this.#colours.ground;
    context.fillRect(0, 0, left, this.#height);
    context.fillRect(right, 0, this.#width - right, this.#height);
    context.globalAlpha = 1;
    context.strokeStyle = this.#colours.text;
    context.lineWidth = 1.5;
    context.strokeRect(left + 0.75, 0.75, right - left - 1.5, this.#height - 1.5);
  }
}
