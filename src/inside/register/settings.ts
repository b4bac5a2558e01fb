import type { InsideSettings } from '../../wire/protocol/index.ts';
import { captureLimits, Redaction } from '../runtime/capture/index.ts';
import { type Runtime, traceDepth } from '../runtime/inside.ts';

/** What the configuration says of this thread, before the program's first line. Time limits are read where they are kept. */
export function applySettings(rt: Runtime, { capture, redaction, findingsOff = [], stackDepth }: InsideSettings): void {
  Object.assign(captureLimits, capture);
  if (redaction !== undefined) captureLimits.redaction = new Redaction(redaction);
  for (const kind of findingsOff) rt.findings.mute(kind);
  if (stackDepth !== undefined) traceDepth.frames = traceDepth.lines = traceDepth.callers = stackDepth;
}
