/** What a flow is drawn as. */
export const [live, done, failed, cancelled, lost] = [0, 1, 2, 3, 4] as const;
export const looks = 5;

const firstSize = 1024;

/** Bars of one look, kept from frame to frame so that none makes an object. */
export class Bars {
  size = 0;
  flows = new Uint32Array(firstSize);
  xs = new Float32Array(firstSize);
  ys = new Float32Array(firstSize);
  widths = new Float32Array(firstSize);

  clear(): void {
    this.size = 0;
  }

  add(flow: number, x: number, y: number, width: number): void {
    if (this.size === this.xs.length) this.#grow();
    const at = this.size++;
    this.flows[at] = flow;
    this.xs[at] = x;
    this.ys[at] = y;
    this.widths[at] = width;
  }

  fill(context: CanvasRenderingContext2D, height: number): void {
    for (let at = 0; at < this.size; at++) context.fillRect(this.xs[at]!, this.ys[at]!, this.widths[at]!, height);
  }

  #grow(): void {
    const [flows, xs, ys, widths] = [this.flows, this.xs, this.ys, this.widths];
    const size = xs.length * 2;
    this.flows = new Uint32Array(size);
    this.flows.set(flows);
    this.xs = wider(xs, size);
    this.ys = wider(ys, size);
    this.widths = wider(widths, size);
  }
}

function wider(column: Float32Array<ArrayBuffer>, size: number): Float32Array<ArrayBuffer> {
  const grown = new Float32Array(size);
  grown.set(column);
  return grown;
}
