import type { StackLine } from '../../../wire/protocol/index.ts';
import type { Activation } from '../activations/index.ts';
import { captureStack } from '../capture/index.ts';
import { traceDepth } from '../core/index.ts';
import type { Visit } from './visit.ts';

/** Where a flow is: the frames of its run, then the functions that wait for it, callers after those they called. */
export function stackOf(visit: Visit): StackLine[] {
  const lines: StackLine[] = [{ ...visit.place, async: false }];
  const { activation } = visit;
  const most = traceDepth.callers;
  if (activation === null) {
    const frames = captureStack(stackOf, most).map(frame => ({ ...frame, async: false }));
    // V8 has it where the gate's text is put, which is the end of the line before.
    return frames[0]?.file === visit.place.file ? [...lines, ...frames.slice(1)] : frames;
  }
  for (const one of callersOf(activation)) {
    if (lines.length >= most) break;
    const line = waitingLine(one);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

function* callersOf(one: Activation): IterableIterator<Activation> {
  for (let at = one.caller; at !== null; at = at.caller) yield at;
}

/** The line that an activation awaits, or its function's first while it runs. */
export function waitingLine(one: Activation): StackLine | undefined {
  const fn = one.module.functions[one.fn];
  if (fn === undefined) return undefined;
  const at = one.module.awaits[one.at];
  return {
    function: fn.name,
    file: one.module.file,
    line: at?.line ?? fn.line,
    column: at?.column ?? 1,
    async: true,
  };
}
