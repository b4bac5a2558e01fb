// One for all: a collator is dear to make, and cheap to ask.
const collator = new Intl.Collator('en', { numeric: true });

export function byText<Row>(text: (row: Row) => string) {
  return (a: Row, b: Row): number => collator.compare(text(a), text(b));
}

/** The most first; what is not known last. */
export function byMost<Row>(amount: (row: Row) => number | undefined) {
  return (a: Row, b: Row): number => (amount(b) ?? -1) - (amount(a) ?? -1);
}

/** An id is its target's and a number: of one target, the longer is the greater. A collator is not asked ten thousand times. */
export function byId<Row extends { readonly id: string; readonly target: string }>(a: Row, b: Row): number {
  if (a.target !== b.target) return collator.compare(a.id, b.id);
  return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
