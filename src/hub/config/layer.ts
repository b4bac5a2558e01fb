import type { Problem } from './problem.ts';

/** Where a value comes from. */
export interface Origin {
  readonly from: 'default' | 'file' | 'environment' | 'flag';
  /** `eddy.config.yaml:3`, `EDDY_REPORT`, `--report`; absent for defaults. */
  readonly at?: string;
}

export interface LayerValue {
  readonly value: unknown;
  readonly origin: Origin;
}

/** What one source says, by the keys' paths. */
export interface Layer {
  readonly values: ReadonlyMap<string, LayerValue>;
  readonly problems: readonly Problem[];
}
