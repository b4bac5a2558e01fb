import type { StackLine } from '../../../wire/protocol/index.ts';
import { type Activation, fileOf, runs } from '../activations/index.ts';
import { isOurs, original, Trace, traceDepth } from '../core/index.ts';
import type { Visit } from './visit.ts';

/** Frames of ours that may be on top. */
const mostOurs = 24;

/**
 * Where a flow is: the frames of its run, then the functions that wait for it, callers after those they called. `stands`: its
 * thread is stopped, and those frames are still there.
 */
export function stackOf(visit: Visit, stands = false): StackLine[] {
  if (visit.stack !== undefined) return [...visit.stack];
  const { activation, place } = visit;
  const most = traceDepth.callers;
  if (activation !== null && !stands) {
    const callers = [...callersOf(activation)];
    const frames = callers.some(one => one.at === runs) ? framesHere(stackOf, false) : [];
    return [{ ...place, async: false }, ...linesOf(callers, frames)].slice(0, most);
  }
  const frames = fromPaused(framesHere(stackOf, stands));
  const isHere = frames[0]?.file === place.file;
  // V8 has it where the gate's text is put, which is the end of the line before.
  const here = isHere ? { ...frames[0]!, ...place } : { ...place, async: false };
  if (activation === null) return (isHere ? [here, ...frames.slice(1)] : frames).slice(0, most);
  const callers = isHere ? untilNode(frames.slice(1)) : [];
  // Those that run are among the frames.
  const waiting = [...callersOf(activation)].filter(one => !isHere || one.at !== runs);
  return [here, ...callers, ...linesOf(waiting)].slice(0, most);
}

/** `frames`: of one that has not come to its await yet, V8 knows the line. Both go from the innermost outwards. */
function* linesOf(all: Iterable<Activation>, frames: readonly StackLine[] = []): IterableIterator<StackLine> {
  let from = 1;
  for (const one of all) {
    const line = waitingLine(one);
    if (line === undefined) continue;
    const at = one.at === runs ? frames.findIndex((frame, index) => index >= from && isFrameOf(line, frame)) : -1;
    if (at > 0) from = at + 1;
    const { line: number, column } = frames[at] ?? line;
    yield { ...line, line: number, column };
  }
}

function isFrameOf({ file, function: name, line }: StackLine, frame: StackLine): boolean {
  const isNamed = name === '' || name === '(module)' || frame.function === name || frame.function.endsWith(`.${name}`);
  return !frame.async && frame.file === file && frame.line >= line && isNamed;
}

/** What called it now; at the bottom is what Node does to go on with anything. */
function untilNode(frames: readonly StackLine[]): readonly StackLine[] {
  const calls = frames.filter(one => !one.async);
  return calls.slice(0, calls.findLastIndex(({ file }) => isProgramFile(file)) + 1);
}

/** Those of the program are counted: V8 can be asked for one by its number, while the thread stands. */
function framesHere(below: (...args: never[]) => unknown, stands: boolean): StackLine[] {
  let count = 0;
  return new Trace(below, traceDepth.callers + mostOurs).frames.map(frame => {
    const { file, line, column, function: name } = original(frame);
    const isAsync = frame.async === true;
    return {
      function: name,
      file,
      line,
      column,
      async: isAsync,
      ...(stands && !isAsync && isProgramFile(frame.file) ? { frame: count++ } : {}),
    };
  });
}

/** Not Node's, nor ours, nor of code that has no file. */
export function isProgramFile(file: string): boolean {
  return file !== '' && !file.startsWith('node:') && !isOurs(file);
}

/** Where V8 has paused, Node's way from there to us is on top. */
function fromPaused(frames: readonly StackLine[]): readonly StackLine[] {
  const first = frames.findIndex(({ file }) => !file.startsWith('node:'));
  const nodes = first === -1 ? [] : frames.slice(0, first);
  return frames.slice(nodes.findLastIndex(({ file }) => file === 'node:inspector') + 1);
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
    file: fileOf(one.module, one.fn),
    line: at?.line ?? fn.line,
    column: at?.column ?? 1,
    async: true,
  };
}
