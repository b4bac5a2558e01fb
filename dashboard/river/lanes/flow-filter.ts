import type { FlowBook } from '../../model/index.ts';

export interface FilterWords {
  /** Part of a name, a kind, an id, or a pattern with `*`; empty: all. */
  readonly text: string;
  isTargetShown(target: string): boolean;
}

/** Which flows are drawn. What was found of a target is kept. */
export class FlowFilter {
  readonly #book: FlowBook;
  readonly #words: FilterWords;
  readonly #test: (name: string) => boolean;
  readonly #only: number | undefined;
  readonly #kind: string;
  /** By number, which is another's when nothing is known of a target any more. */
  readonly #targets: { readonly id: string; readonly isShown: boolean }[] = [];

  constructor(book: FlowBook, words: FilterWords) {
    this.#book = book;
    this.#words = words;
    this.#test = testOf(words.text.trim());
    this.#kind = words.text.trim();
    this.#only = book.numberOf(words.text.trim());
  }

  isShown(flow: number): boolean {
    const { targets, names, kinds } = this.#book.columns;
    if (!this.#isTargetShown(targets[flow]!)) return false;
    if (this.#only !== undefined) return flow === this.#only;
    if (this.#book.kinds.at(kinds[flow]!) === this.#kind) return true;
    return this.#test(this.#book.names.at(names[flow]!));
  }

  #isTargetShown(target: number): boolean {
    const id = this.#book.targetNames.at(target);
    const known = this.#targets[target];
    if (known?.id === id) return known.isShown;
    const isShown = this.#words.isTargetShown(id);
    this.#targets[target] = { id, isShown };
    return isShown;
  }
}

function testOf(text: string): (name: string) => boolean {
  if (text === '') return () => true;
  if (!text.includes('*')) {
    const wanted = text.toLowerCase();
    return name => name.toLowerCase().includes(wanted);
  }
  const parts = text.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  // Of a request its path alone will do, too; `*` is anything, slashes as well.
  const pattern = new RegExp(`^(?:[A-Z]+ )?${parts.join('.*')}$`, 'i');
  return name => pattern.test(name);
}
