import type { GatedFunction, GateTable } from '../gates/gated/index.ts';
import type { UserMap } from '../runtime/core/index.ts';

export interface UserTable extends Pick<GateTable, 'gates' | 'awaits'> {
  readonly file: string;
  readonly functions: readonly (GatedFunction & { readonly file?: string })[];
  readonly sources?: readonly string[];
  readonly compiled?: true;
}

/** A file's table in the lines that the user wrote, which may be of several files. Undefined where the map leads nowhere. */
export function userTable({ functions, gates, awaits }: GateTable, map: UserMap): UserTable | undefined {
  // What the compiler added belongs to no line.
  const nowhere = { line: 0, column: 0 };
  const files: (string | undefined)[] = [];
  const ends: number[] = [];
  const starts = functions.map(({ line, column }, fn) => {
    const found = map.placeOnLine(line, column);
    files[fn] = found?.file;
    ends[fn] = found?.line ?? 0;
    return found === undefined ? nowhere : { line: found.line, column: found.column };
  });
  const placed = <P extends { readonly line: number; readonly column: number; readonly fn: number }>(place: P): P => {
    const found = map.placeOnLine(place.line, place.column);
    if (found === undefined) return { ...place, ...nowhere };
    // A function begins where the compiler added something: its statements know where it is from.
    files[place.fn] ??= found.file;
    if (files[place.fn] !== found.file) return { ...place, ...nowhere };
    ends[place.fn] = Math.max(ends[place.fn]!, found.line);
    if (starts[place.fn] === nowhere) starts[place.fn] = { line: found.line, column: found.column };
    return { ...place, line: found.line, column: found.column };
  };
  const seen = new Set<string>();
  const userGates = gates.map(gate => {
    const place = placed(gate);
    // What one statement was made into is met where it begins.
    const key = `${place.fn}:${place.line}:${place.column}`;
    if (seen.has(key)) return { ...place, ...nowhere };
    seen.add(key);
    return place;
  });
  const userAwaits = awaits.map(placed);
  const sources = [...new Set(files)].filter(one => one !== undefined);
  const [file] = sources;
  if (file === undefined) return undefined;
  return {
    file,
    compiled: true,
    functions: functions.map((one, fn) => {
      const end = map.placeOf(one.endLine, one.endColumn);
      const endLine = Math.max(ends[fn]!, end !== undefined && end.file === files[fn] ? end.line : 0);
      return { ...one, ...starts[fn]!, endLine, ...(files[fn] === file ? {} : { file: files[fn] ?? '' }) };
    }),
    gates: userGates,
    awaits: userAwaits,
    ...(sources.length > 1 ? { sources } : {}),
  };
}
