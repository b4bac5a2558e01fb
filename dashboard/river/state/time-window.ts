const leastMsPerPx = 0.002;
const mostMsPerPx = 86_400_000;

/** Which time is seen: from when on, and how much of it a pixel is. */
export class TimeWindow {
  /** Epoch ms at the left. */
  from = 0;
  msPerPx = 30;
  /** CSS pixels. */
  width = 1000;

  get to(): number {
    return this.from + this.width * this.msPerPx;
  }

  get spanMs(): number {
    return this.width * this.msPerPx;
  }

  xOf(time: number): number {
    return (time - this.from) / this.msPerPx;
  }

  timeAt(x: number): number {
    return this.from + x * this.msPerPx;
  }

  /** `factor` below 1: nearer. What is at `x` stays there. */
  zoom(factor: number, x: number): void {
    const time = this.timeAt(x);
    this.msPerPx = Math.min(mostMsPerPx, Math.max(leastMsPerPx, this.msPerPx * factor));
    this.from = time - x * this.msPerPx;
  }

  pan(px: number): void {
    this.from += px * this.msPerPx;
  }

  show(from: number, to: number): void {
    this.msPerPx = Math.min(mostMsPerPx, Math.max(leastMsPerPx, (to - from) / this.width));
    this.from = from;
  }

  centre(time: number): void {
    this.from = time - this.spanMs / 2;
  }

  /** What is at the right stays there. */
  resize(width: number): void {
    this.from += (this.width - width) * this.msPerPx;
    this.width = width;
  }
}
