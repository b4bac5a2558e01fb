import type { FlowBook } from '../../model/index.ts';

export interface FilterWords {
  /** Part of a name, a kind, an id, or a pattern with `*`; empty: all. */
  readonly text: string;
  isTargetShown(target: string): boolean;
}

const yes = 1;
const no = 2;

/** Which flows are drawn. What was found of a name or a target is kept. */
export class FlowFilter {
  readonly #book: FlowBook;
  readonly #words: FilterWords;
  readonly #test: (name: string) => boolean;
  readonly #only: number | undefined;
  readonly #kind: string;
  #names = new Uint8Array(1024);
  #targets = new Uint8Array(64);

  constructor(book: FlowBook, words: FilterWords) {
    this.#book = book;
    this.#words = words;
    this.#test = testOf(words.text.trim());
    this.#kind = words.text.trim();
    this.#only = book.numberOf(words.text.trim());
  }

  isShown(flow: number): boolean {
    const { targets, names, kinds } = this.#book.columns;
    const target = targets[flow]!;
    if (target >= this.#targets.length) this.#targets = wider(this.#targets, target);
    if (this.#targets[target] === 0)
      this.#targets[target] = this.#words.isTargetShown(this.#book.targetNames.at(target)) ? yes : no;
    if (this.#targets[target] === no) return false;
    if (this.#only !== undefined) return flow === this.#only;
    if (this.#book.kinds.at(kinds[flow]!) === this.#kind) return true;
    const name = names[flow]!;
    if (name >= this.#names.length) this.#names = wider(this.#names, name);
    if (this.#names[name] === 0) this.#names[name] = this.#test(this.#book.names.at(name)) ? yes : no;
    return this.#names[name] === yes;
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

function wider(column: Uint8Array<ArrayBuffer>, place: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.max(column.length * 2, place + 1));
  grown.set(column);
  return grown;
}
