import { runtime } from '../core/index.ts';
import { type CaptureLimits, captureLimits } from './capture-limits.ts';
import type { Captured } from './captured.ts';
import { Capturer } from './capturer.ts';

/** The value as bounded, redacted JSON. Nothing of the program's runs: no getter, proxy trap, iterator or `toJSON`. */
export function capture(value: unknown, limits?: Partial<CaptureLimits>): Captured {
  return new Capturer({ ...captureLimits, ...limits }, runtime().clock).captureAll(['value'], [value])
    .value as Captured;
}

/** Several values under their names, in one budget. A name that hides its value does so here too. */
export function captureLocals(
  names: readonly string[],
  values: readonly unknown[],
  limits?: Partial<CaptureLimits>,
): Record<string, Captured> {
  return new Capturer({ ...captureLimits, ...limits }, runtime().clock).captureAll(names, values);
}
