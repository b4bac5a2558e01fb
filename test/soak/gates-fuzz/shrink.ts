import type { Difference } from './compare.ts';

const mostTries = 1_500;

/** Leaves out choices, and makes them zero, as long as the same way still differs. */
export async function shrink(
  made: readonly number[],
  way: string,
  differenceOf: (list: readonly number[]) => Promise<Difference | undefined>,
): Promise<Difference | undefined> {
  let best = made;
  let found: Difference | undefined;
  let tries = 0;
  const attempt = async (list: readonly number[]): Promise<boolean> => {
    tries++;
    let one: Difference | undefined;
    try {
      one = await differenceOf(list);
    } catch {
      return false;
    }
    if (one?.way !== way || (found !== undefined && one.bare.length > found.bare.length)) return false;
    best = list;
    found = one;
    return true;
  };
  for (let size = 64; size >= 1 && tries < mostTries; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length && tries < mostTries; ) {
      const without = [...best.slice(0, at), ...best.slice(at + size)];
      const zeroed = best.map((one, index) => (index >= at && index < at + size ? 0 : one));
      if (await attempt(without)) continue;
      if (zeroed.some((one, index) => one !== best[index])) await attempt(zeroed);
      at += size;
    }
  }
  return found;
}
