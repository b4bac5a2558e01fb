import { dirname, resolve } from 'node:path';
import { matches, toPath } from '../../../base/index.ts';
import type { Site } from '../../../wire/protocol/index.ts';
import { textOfFile, UserMap } from './user-map.ts';

export interface Frame {
  /** Absolute path, or a URL where there is no file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  /** Where its function begins (`line:column`): which function it is, also of those without a name. Absent in frames of text. */
  readonly start?: string;
  /** It waits for the frame above it. */
  readonly async?: true;
}

/** How much of a stack is kept: frames of a trace, lines of a site's, and of the functions that await each other. */
export const traceDepth = { frames: 24, lines: 16, callers: 32 };
// A program may take the global away, or put its own in its place.
const NativeError = Error;
type Prepare = (error: Error, frames: NodeJS.CallSite[]) => unknown;
const toFrames: Prepare = (_error, sites) => sites;

/**
 * A stack, taken cheaply (a few hundred ns) and read only when somebody asks. The program's own `prepareStackTrace` and
 * `stackTraceLimit` are put aside while we take and read, and never called.
 */
export class Trace {
  #holder: { stack?: unknown } | undefined;
  #frames: readonly Frame[] | undefined;

  /** Frames above and including `below` are left out. */
  constructor(below?: (...args: never[]) => unknown, maxFrames = traceDepth.frames) {
    const holder: { stack?: unknown } = {};
    const limit = NativeError.stackTraceLimit;
    try {
      NativeError.stackTraceLimit = maxFrames;
      NativeError.captureStackTrace(holder, below ?? Trace);
      NativeError.stackTraceLimit = limit;
    } catch {
      // Error is frozen, or its limit cannot be written: the trace is as deep as the program allows.
    }
    this.#holder = holder;
  }

  get frames(): readonly Frame[] {
    this.#frames ??= readFrames(this.#holder);
    this.#holder = undefined;
    return this.#frames;
  }

  /** The innermost frame in the user's code: not Eddy's, not Node's, and not a package's unless all of them are. */
  get own(): Frame | undefined {
    return ownFrame(this.frames);
  }

  site(flow?: { readonly id: string }): Site | undefined {
    return siteOf(this.frames, flow);
  }
}

export function siteOf(frames: readonly Frame[], flow?: { readonly id: string }): Site | undefined {
  const frame = ownFrame(frames);
  if (frame === undefined) return undefined;
  const mapped = original(frame);
  return {
    file: mapped.file,
    line: mapped.line,
    column: mapped.column,
    function: mapped.function,
    ...(flow === undefined ? {} : { flow: flow.id }),
    stack: frames.slice(0, traceDepth.lines).map(one => {
      const at = original(one);
      return `${at.function === '' ? '<anonymous>' : at.function} (${at.file}:${at.line}:${at.column})`;
    }),
  };
}

function readFrames(holder: { stack?: unknown } | undefined): Frame[] {
  if (holder === undefined) return [];
  const theirs = Object.getOwnPropertyDescriptor(NativeError, 'prepareStackTrace');
  let sites: unknown;
  // Where positions are put right (see gates/positions) it is an accessor, and what is written to it sees original ones.
  if (theirs?.set !== undefined) return framesOfSites(assigned(toFrames, () => holder.stack));
  try {
    Object.defineProperty(NativeError, 'prepareStackTrace', { value: toFrames, configurable: true, writable: true });
    sites = holder.stack;
  } catch {
    sites = holder.stack;
  } finally {
    try {
      if (theirs === undefined) delete (NativeError as { prepareStackTrace?: unknown }).prepareStackTrace;
      else Object.defineProperty(NativeError, 'prepareStackTrace', theirs);
    } catch {
      // Frozen: then it was never replaced.
    }
  }
  return framesOfSites(sites);
}

function assigned(prepare: Prepare, read: () => unknown): unknown {
  const holder = NativeError as { prepareStackTrace?: unknown };
  const theirs = holder.prepareStackTrace;
  try {
    holder.prepareStackTrace = prepare;
    return read();
  } finally {
    holder.prepareStackTrace = theirs;
  }
}

function framesOfSites(sites: unknown): Frame[] {
  if (typeof sites === 'string') return framesOfText(sites);
  if (!Array.isArray(sites)) return [];
  const frames: Frame[] = [];
  for (const site of sites as NodeJS.CallSite[]) {
    const file = site.getFileName() ?? site.getScriptNameOrSourceURL?.() ?? '';
    if (file === '' || isOurs(toPath(file))) continue;
    frames.push({
      file: toPath(file),
      line: site.getLineNumber() ?? 0,
      column: site.getColumnNumber() ?? 0,
      function: nameOf(site),
      ...startOf(site),
      ...(site.isAsync?.() === true ? { async: true } : {}),
    });
  }
  return frames;
}

// Not in the types of every Node, nor promised by V8.
function startOf(site: NodeJS.CallSite): { start?: string } {
  const { getEnclosingLineNumber: line, getEnclosingColumnNumber: column } = site as unknown as Partial<
    Record<string, () => number>
  >;
  return line === undefined || column === undefined ? {} : { start: `${line.call(site)}:${column.call(site)}` };
}

function nameOf(site: NodeJS.CallSite): string {
  const name = site.getFunctionName() ?? '';
  const type = site.isToplevel() || site.isAsync?.() ? null : site.getTypeName();
  return type !== null && type !== 'Object' && name !== '' && !name.includes('.') ? `${type}.${name}` : name;
}

/** Frames of a stack that is text already: an error's, or one that another thread took. */
export function framesOfText(stack: string): Frame[] {
  const frames: Frame[] = [];
  for (const line of stack.split('\n')) {
    const match = /^\s+at (?:async )?(?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/.exec(line);
    if (match === null) continue;
    const file = toPath(match[2] ?? '');
    // Code without a file, as what the keeper evaluates to look at a blocked thread: it has no place, here as among call sites.
    if (file !== '<anonymous>' && !isOurs(file))
      frames.push({ file, line: Number(match[3]), column: Number(match[4]), function: match[1] ?? '' });
  }
  return frames;
}

const here = dirname(toPath(import.meta.url));
// Built, all of us lies in dist/; from source, in src/ (two folders up), where tests beside the source are users of ours.
const root = here.endsWith('dist') ? `${here}/` : `${resolve(here, '../../..')}/`;

export function isOurs(file: string): boolean {
  return file.startsWith(root) && !matches(/\.test\.[cm]?[jt]s$/, file);
}

function ownFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(isUsers) ?? frames.find(frame => !frame.file.startsWith('node:')) ?? frames[0];
}

export function isUsers(frame: Frame): boolean {
  return (
    !frame.file.startsWith('node:') && !frame.file.includes('/node_modules/') && !frame.file.startsWith('evalmachine.')
  );
}

const maps = new Map<string, UserMap | undefined>();
const maxMaps = 200;

/** Under it is who knows the maps of texts that a loader made: what runs may be another text than the file on disk has. */
export const loadedMaps = Symbol.for('eddy.maps.1');
export type MapOfLoaded = (file: string) => Pick<UserMap, 'placeOnLine'> | undefined;

/** The place that the user wrote, where the text that runs names a source map, or the file on disk. */
export function original(frame: Frame): Frame {
  if (!frame.file.startsWith('/')) return frame;
  const place = (loadedMapOf(frame) ?? diskMapOf(frame.file))?.placeOnLine(frame.line, frame.column);
  return place === undefined ? frame : { ...place, function: frame.function };
}

/** A stack that is text may be of the user's lines already: a loader puts them there. */
function loadedMapOf({ file, start }: Frame): ReturnType<MapOfLoaded> {
  if (start === undefined) return undefined;
  return (globalThis as { [loadedMaps]?: MapOfLoaded })[loadedMaps]?.(file);
}

function diskMapOf(file: string): UserMap | undefined {
  if (!maps.has(file)) {
    if (maps.size >= maxMaps) maps.clear();
    maps.set(file, tryMapOf(file));
  }
  return maps.get(file);
}

function tryMapOf(file: string): UserMap | undefined {
  try {
    return UserMap.in(textOfFile(file), file);
  } catch {
    return undefined;
  }
}
