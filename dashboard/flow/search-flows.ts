import type { FlowRow, Model } from '../model/index.ts';

/** The newest flows whose name has this in it, whatever its case, and the one of this id. */
export function searchFlows({ flows, isShown }: SearchedModel, text: string, most: number): FlowRow[] {
  const wanted = text.toLowerCase();
  const { births, columns } = flows;
  const ofId = flows.numberOf(wanted);
  const found: FlowRow[] = [];
  for (let place = births.count - 1; place >= births.first && found.length < most; place--) {
    const at = births.at(place);
    if (columns.births[at] !== place) continue;
    if (at !== ofId && !flows.nameOf(at).toLowerCase().includes(wanted)) continue;
    if (isShown(flows.targetOf(at))) found.push(flows.at(at));
  }
  return found;
}

interface SearchedModel {
  readonly flows: Model['flows'];
  readonly isShown: (target: string) => boolean;
}
