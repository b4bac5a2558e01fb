import type { FlowRow, Model } from '../model/index.ts';

/** The newest flows whose name has this in it, whatever its case, and the one of this id. */
export function searchFlows({ flows, isShown }: SearchedModel, text: string, most: number): FlowRow[] {
  const wanted = text.toLowerCase();
  // There are fewer names than flows.
  const known = new Map<number, boolean>();
  const hasName = (at: number) => {
    const name = flows.columns.names[at]!;
    const told = known.get(name) ?? flows.names.at(name).toLowerCase().includes(wanted);
    known.set(name, told);
    return told;
  };
  const ofId = flows.numberOf(wanted);
  const found: FlowRow[] = [];
  for (let at = flows.size - 1; at >= 0 && found.length < most; at--) {
    if (!hasName(at) && at !== ofId) continue;
    if (isShown(flows.targetOf(at))) found.push(flows.at(at));
  }
  return found;
}

interface SearchedModel {
  readonly flows: Model['flows'];
  readonly isShown: (target: string) => boolean;
}
