import { isAbsolute, sep } from 'node:path';
import { fileOf } from '../activations/index.ts';
import type { GatedFile, GatePlace } from './gated-file.ts';

export interface GatesOf {
  readonly file: GatedFile;
  readonly gates: readonly number[];
}

export interface FoundGates {
  readonly found: true;
  readonly source: string;
  /** In each file that was made of the source and has the line: two bundles, or a later text of the file. */
  readonly in: readonly [GatesOf, ...GatesOf[]];
}

export type FoundPlace =
  | FoundGates
  | {
      readonly found: false;
      readonly loaded: boolean;
      readonly why: string;
      readonly near: readonly number[];
      /** The line is one of its module's own, which have no gates: they run once. */
      readonly module?: GatedFile;
    };

export interface Named {
  readonly file: GatedFile;
  readonly source: string;
}

/** What `describe` says of each of the gates; of two that are the same, once. */
export function ofEachGate<T>(all: readonly GatesOf[], describe: (file: GatedFile, gate: number) => T): T[] {
  const told = all.flatMap(({ file, gates }) => gates.map(gate => describe(file, gate)));
  return [...new Map(told.map(one => [JSON.stringify(one), one])).values()];
}

/** Sources whose path is `name` or ends with it, and the files that were made of them. */
export function sourcesNamed(name: string, files: Iterable<GatedFile>): Named[] {
  const end = sep + name.replace(/^\.\//, '');
  const isMeant = (path: string) => path === name || (!isAbsolute(name) && path.endsWith(end));
  const found: Named[] = [];
  for (const file of files)
    for (const source of file.sources ?? [file.file]) if (isMeant(source)) found.push({ file, source });
  return found;
}

/**
 * The gates of a line, in all that was made of its source: one bundle may have it where another left it out. A statement that
 * spans lines has its gate on its first: any of its lines will do.
 */
export function findPlace(name: string, line: number, files: Iterable<GatedFile>): FoundPlace {
  const named = sourcesNamed(name, files);
  const [source, ...others] = new Set(named.map(one => one.source));
  if (source === undefined)
    return { found: false, loaded: false, why: `No file of that name is loaded: ${name}.`, near: [] };
  if (others.length > 0) {
    const list = [source, ...others].slice(0, 5).join(', ');
    return { found: false, loaded: true, why: `${name} could be ${list}: name more of its path.`, near: [] };
  }
  const made = named.map(({ file }) => file);
  const exact = made.flatMap(file => gatesOn(file, source, line));
  const [first, ...more] =
    exact.length > 0
      ? [...exact, ...mergedIn(made, source, line, exact)]
      : made.flatMap(file => gateOver(file, source, line));
  if (first !== undefined) return { found: true, source, in: [first, ...more] };
  const near = nearLines(made, line, source);
  const module = made.find(file => file.functions[innermost(file, line, source) ?? -1]?.kind === 'module');
  return {
    found: false,
    loaded: true,
    ...(module === undefined ? {} : { module }),
    why: `${name}:${line} has no statement${near.length === 0 ? '' : `; lines near it that have one: ${near.join(', ')}`}.`,
    near,
  };
}

function gatesOn(file: GatedFile, source: string, line: number): GatesOf[] {
  const gates = gatesAt(file, source, gate => gate.line === line);
  return gates.length === 0 ? [] : [{ file, gates }];
}

/** Where a minifier put the line into another statement. Else it is not in there: the statement before would be another one. */
function mergedIn(made: readonly GatedFile[], source: string, line: number, known: readonly GatesOf[]): GatesOf[] {
  return made.flatMap(file => {
    if (known.some(one => one.file === file)) return [];
    const gate = file.gateOver?.(source, line);
    return gate === undefined ? [] : [{ file, gates: [gate] }];
  });
}

function gateOver(file: GatedFile, source: string, line: number): GatesOf[] {
  const inside = innermost(file, line, source);
  const gate = file.gateOver?.(source, line) ?? (inside === undefined ? undefined : statementOver(file, line, inside));
  return gate === undefined ? [] : [{ file, gates: [gate] }];
}

function gatesAt(file: GatedFile, source: string, test: (gate: GatePlace) => boolean): number[] {
  return file.gates.flatMap((gate, index) => (test(gate) && fileOf(file, gate.fn) === source ? [index] : []));
}

/** The smallest function that the line is in. */
export function innermost(file: GatedFile, line: number, source = file.file): number | undefined {
  let best: number | undefined;
  file.functions.forEach((one, index) => {
    if (line < one.line || line > one.endLine || fileOf(file, index) !== source) return;
    const known = best === undefined ? undefined : file.functions[best]!;
    if (known === undefined || one.endLine - one.line <= known.endLine - known.line) best = index;
  });
  return best;
}

/** In a function with a gate on each statement, the last one that begins above the line. In another, its only gate. */
function statementOver(file: GatedFile, line: number, fn: number): number | undefined {
  let best: number | undefined;
  file.gates.forEach((gate, index) => {
    if (gate.fn !== fn || (gate.line > line && gate.entry !== true)) return;
    if (best === undefined || file.gates[best]!.line <= gate.line) best = index;
  });
  return best;
}

export function nearLines(files: readonly GatedFile[], line: number, source: string): number[] {
  const known = files.flatMap(file => gatesAt(file, source, gate => gate.line > 0).map(gate => file.gates[gate]!.line));
  const lines = [...new Set(known)].sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
  return lines.slice(0, 3).sort((a, b) => a - b);
}
