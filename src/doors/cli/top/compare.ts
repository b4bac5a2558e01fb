// One for all: a collator is dear to make, and cheap to ask.
const collator = new Intl.Collator('en', { numeric: true });

export function byText<Row>(text: (row: Row) => string) {
  return (a: Row, b: Row): number => collator.compare(text(a), text(b));
}

/** The most first; what is not known last. */
export function byMost<Row>(amount: (row: Row) => number | undefined) {
  return (a: Row, b: Row): number => (amount(b) ?? -1) - (amount(a) ?? -1);
}
