import type { GateTable } from '../gates/gated/index.ts';
import type { UserMap } from '../runtime/core/index.ts';

export interface UserTable extends Pick<GateTable, 'functions' | 'gates' | 'awaits'> {
  readonly file: string;
  readonly compiled?: true;
}

/**
 * A file's table in the lines that the user wrote. Undefined where it is made of several sources: those lines could be any's.
 */
export function userTable({ functions, gates, awaits }: GateTable, map: UserMap): UserTable | undefined {
  const files = new Set<string>();
  const placed = <P extends { readonly line: number; readonly column: number }>(place: P): P => {
    const found = map.placeOf(place.line, place.column);
    // What the compiler added belongs to no line.
    if (found === undefined) return { ...place, line: 0, column: 0 };
    files.add(found.file);
    return { ...place, line: found.line, column: found.column };
  };
  const table = {
    functions: functions.map(one => {
      const start = placed(one);
      const end = map.placeOf(one.endLine, one.endColumn)?.line ?? start.line;
      return { ...start, endLine: Math.max(start.line, end) };
    }),
    gates: gates.map(placed),
    awaits: awaits.map(placed),
  };
  const [file, ...others] = files;
  return file === undefined || others.length > 0 ? undefined : { file, compiled: true, ...table };
}
