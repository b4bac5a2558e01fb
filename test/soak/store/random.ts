/** Numbers that a seed gives again: below `count`, from 0. */
export type Pick = (count: number) => number;

export function pickFrom(seed: number): Pick {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return count => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}
