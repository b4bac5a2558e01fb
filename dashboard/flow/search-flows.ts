import type { FlowRow, Model } from '../model/index.ts';

/** The newest flows whose name or id has this in it, whatever its case. */
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
  const mayBeId = /^[0-9a-z]*\.?\d*$/.test(wanted);
  const found: FlowRow[] = [];
  for (let at = flows.size - 1; at >= 0 && found.length < most; at--) {
    if (!hasName(at) && !(mayBeId && flows.idOf(at).includes(wanted))) continue;
    if (isShown(flows.targetOf(at))) found.push(flows.at(at));
  }
  return found;
}

interface SearchedModel {
  readonly flows: Model['flows'];
  readonly isShown: (target: string) => boolean;
}
