/** When something was over, as seen at `now`: what has no end, or a later one, goes on until then. Epoch ms. */
export function untilOf(end: number, now: number): number {
  return Number.isNaN(end) ? now : Math.min(end, now);
}
