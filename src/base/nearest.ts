/** The known words that are spelled most like this one, best first; none when nothing is near. For error messages. */
export function nearest(word: string, known: readonly string[], most = 3): string[] {
  const limit = Math.max(2, Math.ceil(word.length / 4));
  return known
    .map(one => ({ one, distance: word !== '' && one.includes(word) ? 1 : distance(word, one) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ one }) => one);
}

/** Edits (insert, delete, replace) from one word to the other. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const replace = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      here.push(Math.min(replace, above[column]! + 1, here[column - 1]! + 1));
    }
    above = here;
  }
  return above[b.length]!;
}
