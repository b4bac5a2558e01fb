/** How often each is there, as in "2 killed, 3 closed". */
export function counted(all: readonly string[]): string {
  return [...Map.groupBy(all, one => one)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, { length }]) => `${length} ${what}`)
    .join(', ');
}
