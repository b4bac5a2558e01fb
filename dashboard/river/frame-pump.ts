import { FrameGauge } from './frame-gauge.ts';
import type { MinimapPainter, Painter } from './paint/index.ts';
import type { River } from './state/index.ts';

/** Laying out may take so much of a frame; drawing takes the rest. */
const workMs = 3;
const minimapMs = 200;
const sampleMs = 500;
const listMs = 1_000;
const slowestMs = 250;

export interface FrameParts {
  readonly river: River;
  readonly painter: Painter;
  readonly minimap: MinimapPainter;
  readonly onPaint: () => void;
  /** What is in sight has changed, said at most once a second. */
  readonly onList: () => void;
}

/** Draws when something is different, never more than once a frame, and not while nobody looks. */
export class FramePump {
  readonly gauge = new FrameGauge();
  readonly #parts: FrameParts;
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #minimapAt = Number.NEGATIVE_INFINITY;
  #sampledAt = Number.NEGATIVE_INFINITY;
  #listedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(parts: FrameParts) {
    this.#parts = parts;
  }

  want(): void {
    if (this.#isClosed) return;
    this.#frame ??= requestAnimationFrame(this.#draw);
  }

  close(): void {
    this.#isClosed = true;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#parts.river.model.sampleFlows([], 'river');
  }

  readonly #draw = (): void => {
    this.#frame = undefined;
    const from = performance.now();
    const { river, painter, minimap, onPaint } = this.#parts;
    const isMore = river.work(performanceNow, from + workMs);
    painter.paint();
    onPaint();
    if (from - this.#minimapAt >= minimapMs || isMore) {
      this.#minimapAt = from;
      minimap.paint();
    }
    this.gauge.add(performance.now() - from);
    this.#tell(from);
    if (isMore) this.want();
    else this.#wake();
  };

  /** Time itself moves the picture by a pixel. */
  #wake(): void {
    const { river } = this.#parts;
    const goesOn = river.model.past === undefined && river.pausedAt.peek() === undefined;
    clearTimeout(this.#timer);
    if (!goesOn || river.model.line.peek() !== 'there') return;
    const pixelMs = river.window.msPerPx / devicePixelRatio;
    const waits = river.follows.peek() ? pixelMs : Math.max(pixelMs, 100);
    this.#timer = setTimeout(this.#wanted, Math.max(12, Math.min(slowestMs, waits)));
  }

  readonly #wanted = (): void => this.want();

  #tell(now: number): void {
    const { river, painter, onList } = this.#parts;
    if (now - this.#sampledAt >= sampleMs) {
      this.#sampledAt = now;
      river.model.sampleFlows(river.pausedAt.peek() === undefined ? [...painter.samples.seen] : [], 'river');
    }
    if (now - this.#listedAt < listMs) return;
    this.#listedAt = now;
    onList();
  }
}

const performanceNow = () => performance.now();
