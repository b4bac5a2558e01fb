import { isAbsolute, sep } from 'node:path';
import { fileOf } from '../activations/index.ts';
import type { GatedFile, GatePlace } from './gated-file.ts';

export interface GatesOf {
  readonly file: GatedFile;
  readonly gates: readonly number[];
}

export interface FoundGates extends GatesOf {
  readonly found: true;
  /** Which of its file's sources. */
  readonly source: string;
  readonly line: number;
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

/** Sources whose path is `name` or ends with it, and the files that were made of them. */
export function sourcesNamed(name: string, files: Iterable<GatedFile>): Named[] {
  const end = sep + name.replace(/^\.\//, '');
  const isMeant = (path: string) => path === name || (!isAbsolute(name) && path.endsWith(end));
  const found: Named[] = [];
  for (const file of files)
    for (const source of file.sources ?? [file.file]) if (isMeant(source)) found.push({ file, source });
  return found;
}

/** The gates of a line. A statement that spans lines has its gate on its first: any of its lines will do. */
export function findPlace(name: string, line: number, files: Iterable<GatedFile>): FoundPlace {
  const named = sourcesNamed(name, files);
  const paths = new Set(named.map(one => one.source));
  if (named.length === 0)
    return { found: false, loaded: false, why: `No file of that name is loaded: ${name}.`, near: [] };
  if (paths.size > 1) {
    const list = [...paths].slice(0, 5).join(', ');
    return { found: false, loaded: true, why: `${name} could be ${list}: name more of its path.`, near: [] };
  }
  const { file, source } = named[0]!;
  const exact = gatesAt(file, source, gate => gate.line === line);
  if (exact.length > 0) return { found: true, file, source, gates: exact, line };
  const inside = innermost(file, line, source);
  const merged = file.gateOver?.(source, line);
  const before = merged ?? (inside === undefined ? undefined : statementOver(file, line, inside));
  if (before !== undefined) return { found: true, file, source, gates: [before], line: file.gates[before]!.line };
  const near = nearLines(file, line, source);
  return {
    found: false,
    loaded: true,
    ...(inside !== undefined && file.functions[inside]?.kind === 'module' ? { module: file } : {}),
    why: `${name}:${line} has no statement${near.length === 0 ? '' : `; lines near it that have one: ${near.join(', ')}`}.`,
    near,
  };
}

/** The same line in what else was made of that source: another bundle that has it, too, or a later text of the file. */
export function findCopies({ file, source, line }: FoundGates, files: readonly GatedFile[]): GatesOf[] {
  return sourcesNamed(source, files).flatMap(one => {
    if (one.file === file || one.source !== source) return [];
    const gates = gatesAt(one.file, source, gate => gate.line === line);
    return gates.length === 0 ? [] : [{ file: one.file, gates }];
  });
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

export function nearLines(file: GatedFile, line: number, source = file.file): number[] {
  const known = gatesAt(file, source, gate => gate.line > 0).map(gate => file.gates[gate]!.line);
  const lines = [...new Set(known)].sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
  return lines.slice(0, 3).sort((a, b) => a - b);
}
