import { type Frame, Trace } from '../core/index.ts';

const maxFrames = 24;

/** Where we are, innermost first, the awaiting callers included, our own frames left out. Positions of the running file. */
export function captureStack(below: (...args: never[]) => unknown = captureStack, most = maxFrames): Frame[] {
  return framesOf(new Trace(below), most);
}

export function framesOf(trace: Trace, most = maxFrames): Frame[] {
  return trace.frames
    .slice(0, most)
    .map(({ file, line, column, function: name }) => ({ file, line, column, function: name }));
}
