import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** One thing measured beside another in the same run. */
export interface Row {
  /** Stable: other programs look rows up by it. */
  readonly id: string;
  readonly what: string;
  /** Median, in `unit`. */
  readonly ours: number;
  /** What was measured beside it. */
  readonly against: string;
  readonly reference: number;
  readonly unit: string;
  /** ours / reference, of medians. */
  readonly ratio: number;
  /** Pairs that were run. */
  readonly runs: number;
}

export interface BenchResult {
  readonly name: string;
  readonly node: string;
  readonly cores: number;
  readonly rows: readonly Row[];
}

export interface BenchOptions {
  /** The Node that runs what is measured. */
  readonly node: string;
  readonly quick: boolean;
  /** Progress, for people. */
  readonly say: (text: string) => void;
}

export interface Bench {
  readonly name: string;
  readonly about: string;
  run(options: BenchOptions): Promise<BenchResult>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function row(
  id: string,
  what: string,
  unit: string,
  against: string,
  ours: readonly number[],
  reference: readonly number[],
): Row {
  const [a, b] = [median(ours), median(reference)];
  return { id, what, ours: round(a), against, reference: round(b), unit, ratio: round(a / b), runs: ours.length };
}

export function resultOf(name: string, node: string, rows: readonly Row[]): BenchResult {
  return {
    name,
    node: execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim(),
    cores: availableParallelism(),
    rows,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
