import type { ActivationLine, ControlAnswer, ControlAsk } from '../../src/wire/protocol/index.ts';
import { activationRows } from './activation-tree.ts';

export interface NextPlace {
  readonly file: string;
  readonly line: number;
}

type Explain = (ask: ControlAsk<'explain'>) => Promise<ControlAnswer<'explain'>>;

const maxTries = 12;
const maxPlaces = 4;

/**
 * Where a flow may come to next, by what stands in the source: the line after the one that it awaits, in the same function. Where
 * there is none it can turn in a loop, and come to the same line again, or go back to its caller. Whichever comes first is next.
 */
export async function nextPlaces(
  activations: readonly ActivationLine[],
  target: string,
  explain: Explain,
): Promise<NextPlace[]> {
  const byId = new Map(activations.map(one => [one.id, one]));
  const leaf = activationRows(activations).find(({ isLeaf, line }) => isLeaf && line.state !== 'held')?.line;
  const places: NextPlace[] = [];
  for (let at = leaf; at !== undefined && places.length < maxPlaces; at = byId.get(at.caller ?? -1)) {
    const { file } = at;
    const after = await lineAfter(at, target, explain);
    if (after !== undefined) return [...places, { file, line: after }];
    places.push({ file, line: at.line });
  }
  return places;
}

/** The first line with a gate after it in the same function. Undefined: none is known. */
async function lineAfter(
  { file, line, function: name }: ActivationLine,
  target: string,
  explain: Explain,
): Promise<number | undefined> {
  const asked = new Set<number>();
  let candidates = [line + 1];
  for (let next = candidates.shift(); next !== undefined && asked.size < maxTries; next = candidates.shift()) {
    asked.add(next);
    const { targets } = await explain({ file, line: next });
    const told = targets.find(one => one.target === target)?.explanation;
    const found = told?.places.find(place => place.function === name && place.line > line);
    if (found !== undefined) return found.line;
    const later = (told?.near ?? []).filter(near => near > line && !asked.has(near));
    candidates = [...new Set([...candidates, ...later])].sort((a, b) => a - b);
  }
  return undefined;
}
