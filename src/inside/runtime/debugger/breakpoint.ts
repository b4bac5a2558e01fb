import { runtime } from '../core/index.ts';
import type { Probes } from '../probes/index.ts';

/**
 * Holds the flow that calls it at its next statement that can wait, with its variables, until somebody resumes it or half a
 * minute has passed; all others run on. Nothing happens where the program does not run under Eddy.
 */
export function breakpoint(): void {
  const rt = runtime();
  rt.guard('breakpoint', () => rt.part<Probes | undefined>('probes', () => undefined)?.holdNext(rt.flow()));
}
