import type { Plain } from './key.ts';
import type { Origin } from './layer.ts';
import type { Resolved } from './resolve.ts';
import { keys } from './schema.ts';

/** A key as it holds. */
export interface ShownKey {
  readonly key: string;
  /** In the file's own words; null: nothing is set. */
  readonly value: Plain;
  readonly from: Origin['from'];
  /** `eddy.config.yaml:3`, `EDDY_REPORT`, `--report`; absent for defaults. */
  readonly at?: string;
}

export function shownKeys(resolved: Resolved): ShownKey[] {
  return keys.map(({ path, key }) => {
    const value = resolved.valueOf(path);
    return { key: path, value: value === undefined ? null : key.type.show(value), ...resolved.originOf(path) };
  });
}
