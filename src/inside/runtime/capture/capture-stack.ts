import { type Frame, Trace, traceDepth } from '../core/index.ts';

/** Where we are, innermost first, the awaiting callers included, our own frames left out. Positions of the running file. */
export function captureStack(below: (...args: never[]) => unknown = captureStack, most = traceDepth.frames): Frame[] {
  return framesOf(new Trace(below), most);
}

export function framesOf(trace: Trace, most = traceDepth.frames): Frame[] {
  return trace.frames
    .slice(0, most)
    .map(({ file, line, column, function: name }) => ({ file, line, column, function: name }));
}
