import { isAbsolute, sep } from 'node:path';
import type { GatedFile, GatePlace } from './gated-file.ts';

export type FoundPlace =
  | { readonly found: true; readonly file: GatedFile; readonly gates: readonly number[]; readonly line: number }
  | {
      readonly found: false;
      readonly loaded: boolean;
      readonly why: string;
      readonly near: readonly number[];
      /** The line is one of its module's own, which have no gates: they run once. */
      readonly module?: GatedFile;
    };

/** Files whose path is `name` or ends with it. */
export function filesNamed(name: string, files: Iterable<GatedFile>): GatedFile[] {
  const found: GatedFile[] = [];
  for (const file of files) {
    if (
      isAbsolute(name) ? file.file === name : file.file === name || file.file.endsWith(sep + name.replace(/^\.\//, ''))
    )
      found.push(file);
  }
  return found;
}

/** The gates of a line. A statement that spans lines has its gate on its first: any of its lines will do. */
export function findPlace(name: string, line: number, files: Iterable<GatedFile>): FoundPlace {
  const named = filesNamed(name, files);
  const paths = new Set(named.map(one => one.file));
  if (named.length === 0)
    return { found: false, loaded: false, why: `No file of that name is loaded: ${name}.`, near: [] };
  if (paths.size > 1) {
    const list = [...paths].slice(0, 5).join(', ');
    return { found: false, loaded: true, why: `${name} could be ${list}: name more of its path.`, near: [] };
  }
  const file = named[0]!;
  const exact = gatesAt(file, gate => gate.line === line);
  if (exact.length > 0) return { found: true, file, gates: exact, line };
  const inside = innermost(file, line);
  const before = inside === undefined ? undefined : statementOver(file, line, inside);
  if (before !== undefined) return { found: true, file, gates: [before], line: file.gates[before]!.line };
  const near = nearLines(file, line);
  return {
    found: false,
    loaded: true,
    ...(inside !== undefined && file.functions[inside]?.kind === 'module' ? { module: file } : {}),
    why: `${name}:${line} has no statement${near.length === 0 ? '' : `; lines near it that have one: ${near.join(', ')}`}.`,
    near,
  };
}

function gatesAt(file: GatedFile, test: (gate: GatePlace) => boolean): number[] {
  return file.gates.flatMap((gate, index) => (test(gate) ? [index] : []));
}

/** The smallest function that the line is in. */
export function innermost(file: GatedFile, line: number): number | undefined {
  let best: number | undefined;
  file.functions.forEach((one, index) => {
    if (line < one.line || line > one.endLine) return;
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

export function nearLines(file: GatedFile, line: number): number[] {
  const lines = [...new Set(file.gates.map(gate => gate.line))].sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
  return lines.slice(0, 3).sort((a, b) => a - b);
}
