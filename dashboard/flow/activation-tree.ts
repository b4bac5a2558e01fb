import type { ActivationLine } from '../../src/wire/protocol/index.ts';

export interface ActivationRow {
  readonly line: ActivationLine;
  /** 0 for one that nobody of this flow called. */
  readonly depth: number;
  /** It called no other that is alive: here the flow runs or waits. */
  readonly isLeaf: boolean;
}

/** Callers above those they called. A ring cannot be; if a target says one, its rows are left out. */
export function activationRows(activations: readonly ActivationLine[]): ActivationRow[] {
  const known = new Set(activations.map(({ id }) => id));
  const called = new Map<number | undefined, ActivationLine[]>();
  for (const one of activations) {
    const caller = one.caller !== undefined && known.has(one.caller) ? one.caller : undefined;
    const beside = called.get(caller);
    if (beside === undefined) called.set(caller, [one]);
    else beside.push(one);
  }
  const rows: ActivationRow[] = [];
  const rest = (called.get(undefined) ?? []).map(line => ({ line, depth: 0 })).reverse();
  const drawn = new Set<number>();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (drawn.has(next.line.id)) continue;
    drawn.add(next.line.id);
    const children = called.get(next.line.id) ?? [];
    rows.push({ ...next, isLeaf: children.length === 0 });
    for (const line of children.toReversed()) rest.push({ line, depth: next.depth + 1 });
  }
  return rows;
}

const verbs: Readonly<Record<ActivationLine['state'], string>> = {
  running: 'runs',
  waiting: 'awaits',
  yielded: 'has yielded',
  held: 'is held',
};

export function verbOf({ state }: ActivationLine): string {
  return verbs[state];
}
