import type { GatedFunction, GateTable, Place } from '../gates/gated/index.ts';
import type { UserMap } from '../runtime/core/index.ts';
import type { UserTable } from './user-table.ts';

/**
 * The gate of the statement that a line went into with others, as bundlers and minifiers merge them: the last one before the first
 * place that the map has for that line, in the function that this place is in.
 */
export function gateOver(
  table: Pick<GateTable, 'functions' | 'gates'>,
  user: UserTable,
  map: UserMap,
  { source, line }: { readonly source: string; readonly line: number },
): number | undefined {
  for (const place of map.runningPlaces(source, line)) {
    const at = { line: place.line + 1, column: place.column + 1 };
    const fn = innermost(table.functions, at);
    if (fn === undefined || (user.functions[fn]!.file ?? user.file) !== source) continue;
    let best: number | undefined;
    table.gates.forEach((gate, index) => {
      // One without a line is a piece of a statement that has its gate before.
      if (gate.fn !== fn || user.gates[index]!.line === 0 || isAfter(gate, at)) return;
      if (best === undefined || isAfter(gate, table.gates[best]!)) best = index;
    });
    if (best !== undefined) return best;
  }
  return undefined;
}

/** The function that begins last, of those that are round a place. */
function innermost(functions: readonly GatedFunction[], at: Pick<Place, 'line' | 'column'>): number | undefined {
  let best: number | undefined;
  functions.forEach((one, index) => {
    const isRound = !isAfter(one, at) && !isAfter(at, { line: one.endLine, column: one.endColumn });
    if (isRound && (best === undefined || !isAfter(functions[best]!, one))) best = index;
  });
  return best;
}

function isAfter(one: Pick<Place, 'line' | 'column'>, other: Pick<Place, 'line' | 'column'>): boolean {
  return one.line > other.line || (one.line === other.line && one.column > other.column);
}
