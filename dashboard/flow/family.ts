import type { FlowBook, FlowRow } from '../model/index.ts';

export interface Family {
  /** The nearest first, as far up as is known. */
  readonly ancestors: readonly FlowRow[];
  /** Alive ones first, of each the newest first. */
  readonly children: readonly FlowRow[];
  readonly childCount: number;
}

const maxShown = 50;
const maxAncestors = 20;

export function familyOf(flows: FlowBook, id: string): Family {
  return { ancestors: ancestorsOf(flows, id), ...childrenOf(flows, id) };
}

function ancestorsOf(flows: FlowBook, id: string): FlowRow[] {
  const ancestors: FlowRow[] = [];
  let at = flows.numberOf(id);
  while (at !== undefined && ancestors.length < maxAncestors) {
    at = flows.parentNumberOf(at);
    if (at !== undefined) ancestors.push(flows.at(at));
  }
  return ancestors;
}

function childrenOf(flows: FlowBook, id: string): Omit<Family, 'ancestors'> {
  const number = flows.numberOf(id);
  if (number === undefined) return { children: [], childCount: 0 };
  const { columns } = flows;
  const [target, serial] = [columns.targets[number], columns.serials[number]];
  const alive = new Newest(columns.births);
  const ended = new Newest(columns.births);
  let childCount = 0;
  // Of a million this takes some milliseconds.
  for (let at = columns.size - 1; at >= 0; at--) {
    if (columns.parentSerials[at] !== serial || columns.targets[at] !== target) continue;
    childCount++;
    (flows.isAlive(at) ? alive : ended).add(at);
  }
  const shown = [...alive.flows, ...ended.flows].slice(0, maxShown);
  return { children: shown.map(at => flows.at(at)), childCount };
}

/** As many as are shown of those that were born last, the newest first. */
class Newest {
  readonly flows: number[] = [];
  readonly #births: ArrayLike<number>;

  constructor(births: ArrayLike<number>) {
    this.#births = births;
  }

  add(flow: number): void {
    const birth = this.#births[flow]!;
    let place = this.flows.length;
    while (place > 0 && this.#births[this.flows[place - 1]!]! < birth) place--;
    if (place >= maxShown) return;
    this.flows.splice(place, 0, flow);
    if (this.flows.length > maxShown) this.flows.pop();
  }
}
