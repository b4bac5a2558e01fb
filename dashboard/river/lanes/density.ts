const firstBuckets = 256;
const maxBuckets = 16_384;
const firstWidthMs = 16;

/**
 * How many flows were alive over time, in buckets that are added to as flows begin and end, so that a million of them are
 * drawn by some hundred numbers. When there are too many buckets, each two become one.
 */
export class Density {
  /** Time before it counts as this. */
  readonly origin: number;
  widthMs = firstWidthMs;
  #count = 0;
  #begins = new Uint32Array(firstBuckets);
  #ends = new Uint32Array(firstBuckets);
  #fails = new Uint32Array(firstBuckets);
  /** What those that begin and end in a bucket add to its flow-milliseconds. */
  #areas = new Float64Array(firstBuckets);

  constructor(origin: number) {
    this.origin = origin;
  }

  begin(at: number): void {
    const bucket = this.#bucketOf(at);
    this.#begins[bucket]!++;
    this.#areas[bucket]! += this.#restOf(bucket, at);
  }

  end(at: number): void {
    const bucket = this.#bucketOf(at);
    this.#ends[bucket]!++;
    this.#areas[bucket]! -= this.#restOf(bucket, at);
  }

  fail(at: number): void {
    this.#fails[this.#bucketOf(at)]!++;
  }

  /**
   * For each of `steps` steps from `from` on: how many were alive at the mean, and how many failed. A step that is shorter
   * than a bucket has the bucket's mean. Gives the most that were alive.
   */
  read(from: number, stepMs: number, steps: number, alive: Float64Array, fails: Float64Array): number {
    const { widthMs, origin } = this;
    // What is before the first step.
    let bucket = 0;
    let level = 0;
    const first = Math.min(this.#count, Math.max(0, Math.floor((from - origin) / widthMs)));
    for (; bucket < first; bucket++) level += this.#begins[bucket]! - this.#ends[bucket]!;
    let most = 0;
    for (let step = 0; step < steps; step++) {
      const since = from + step * stepMs;
      const until = since + stepMs;
      let area = 0;
      let failed = 0;
      while (bucket < this.#count) {
        const start = origin + bucket * widthMs;
        const end = start + widthMs;
        const overlap = Math.min(end, until) - Math.max(start, since);
        if (overlap > 0) {
          area += (level + this.#areas[bucket]! / widthMs) * overlap;
          failed += (this.#fails[bucket]! * overlap) / widthMs;
        }
        if (end > until) break;
        level += this.#begins[bucket]! - this.#ends[bucket]!;
        bucket++;
      }
      if (bucket === this.#count) area += level * Math.max(0, until - Math.max(since, origin + this.#count * widthMs));
      const mean = Math.max(0, area / stepMs);
      alive[step] = mean;
      fails[step] = failed;
      if (mean > most) most = mean;
    }
    return most;
  }

  #restOf(bucket: number, at: number): number {
    return this.origin + (bucket + 1) * this.widthMs - Math.max(at, this.origin);
  }

  #bucketOf(at: number): number {
    let bucket = Math.max(0, Math.floor((at - this.origin) / this.widthMs));
    while (bucket >= maxBuckets) {
      this.#fold();
      bucket = Math.floor((at - this.origin) / this.widthMs);
    }
    if (bucket >= this.#begins.length) this.#grow(bucket);
    if (bucket >= this.#count) this.#count = bucket + 1;
    return bucket;
  }

  #fold(): void {
    const count = Math.ceil(this.#count / 2);
    for (let to = 0; to < count; to++) {
      const [left, right] = [2 * to, 2 * to + 1];
      const kept = this.#begins[left]! - this.#ends[left]!;
      this.#areas[to] = this.#areas[left]! + kept * this.widthMs + this.#areas[right]!;
      this.#begins[to] = this.#begins[left]! + this.#begins[right]!;
      this.#ends[to] = this.#ends[left]! + this.#ends[right]!;
      this.#fails[to] = this.#fails[left]! + this.#fails[right]!;
    }
    for (const column of [this.#begins, this.#ends, this.#fails, this.#areas]) column.fill(0, count);
    this.#count = count;
    this.widthMs *= 2;
  }

  #grow(bucket: number): void {
    let size = this.#begins.length;
    while (size <= bucket) size *= 2;
    const wider = (column: Uint32Array<ArrayBuffer>) => {
      const grown = new Uint32Array(size);
      grown.set(column);
      return grown;
    };
    this.#begins = wider(this.#begins);
    this.#ends = wider(this.#ends);
    this.#fails = wider(this.#fails);
    const areas = new Float64Array(size);
    areas.set(this.#areas);
    this.#areas = areas;
  }
}
