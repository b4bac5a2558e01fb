import { fail } from '../../../base/index.ts';

/** One configuration of an editor's launch file. */
export interface LaunchEntry {
  readonly name: string;
  readonly [key: string]: unknown;
}

/**
 * A launch.json with these entries in it: one of the same name is replaced, others, comments and all that is there are left as they
 * are. Throws when the text is no such file.
 */
export function withEntries(text: string | undefined, entries: readonly LaunchEntry[]): string {
  let now = text === undefined || text.trim() === '' ? '{\n  "version": "0.2.0",\n  "configurations": []\n}\n' : text;
  for (const entry of entries) now = withEntry(now, entry);
  return now;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Member extends Span {
  readonly key: string;
}

function withEntry(text: string, entry: LaunchEntry): string {
  const root = new Reader(text).root();
  const list = root.members.find(({ key }) => key === 'configurations');
  const lines = JSON.stringify(entry, null, 2).replaceAll('\n', '\n    ');
  if (list === undefined) {
    const comma = root.members.length === 0 || root.endsWithComma ? '' : ',';
    const at = root.members.at(-1)?.end ?? root.start + 1;
    return `${text.slice(0, at)}${comma}\n  "configurations": [\n    ${lines}\n  ]${text.slice(at)}`;
  }
  const { items, endsWithComma } = new Reader(text, list.start).list();
  const known = items.find(item => new Reader(text, item.start).nameOf() === entry.name);
  if (known !== undefined) return `${text.slice(0, known.start)}${lines}${text.slice(known.end)}`;
  const last = items.at(-1);
  if (last === undefined) {
    return `${text.slice(0, list.start + 1)}\n    ${lines}\n  ${text.slice(list.start + 1).trimStart()}`;
  }
  const comma = endsWithComma ? '' : ',';
  const at = endsWithComma ? text.indexOf(',', new Reader(text, last.end).past()) + 1 : last.end;
  return `${text.slice(0, at)}${comma}\n    ${lines}${text.slice(at)}`;
}

/** Reads JSON with comments and commas at ends, as editors write it. It keeps where things stand. */
class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at = 0) {
    this.#text = text;
    this.#at = at;
  }

  root(): Span & { readonly members: readonly Member[]; readonly endsWithComma: boolean } {
    this.past();
    const { start, members, endsWithComma } = this.#object();
    const end = this.#at;
    this.past();
    if (this.#at < this.#text.length) this.#fail('something follows its end');
    return { start, end, members, endsWithComma };
  }

  list(): { readonly items: readonly Span[]; readonly endsWithComma: boolean } {
    const items: Span[] = [];
    const endsWithComma = this.#sequence('[', ']', () => items.push(this.#value()));
    return { items, endsWithComma };
  }

  /** Of an object that has a name. */
  nameOf(): string | undefined {
    if (this.#text[this.#at] !== '{') return undefined;
    const name = this.#object().members.find(({ key }) => key === 'name');
    const word = name === undefined ? undefined : this.#text.slice(name.start, name.end);
    return word?.startsWith('"') === true ? (JSON.parse(word) as string) : undefined;
  }

  /** Past blanks and comments. */
  past(): number {
    const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\uFEFF)*/y;
    blank.lastIndex = this.#at;
    this.#at += blank.exec(this.#text)?.[0].length ?? 0;
    return this.#at;
  }

  #object(): { readonly start: number; readonly members: readonly Member[]; readonly endsWithComma: boolean } {
    const start = this.#at;
    const members: Member[] = [];
    const endsWithComma = this.#sequence('{', '}', () => {
      const key = this.#string();
      this.past();
      if (this.#text[this.#at] !== ':') this.#fail('a colon is missing');
      this.#at++;
      this.past();
      members.push({ key, ...this.#value() });
    });
    return { start, members, endsWithComma };
  }

  #sequence(open: string, close: string, one: () => void): boolean {
    if (this.#text[this.#at] !== open) this.#fail(`${open} is missing`);
    this.#at++;
    let endsWithComma = false;
    for (this.past(); this.#text[this.#at] !== close; this.past()) {
      one();
      this.past();
      endsWithComma = this.#text[this.#at] === ',';
      if (endsWithComma) this.#at++;
      else if (this.#text[this.#at] !== close) this.#fail(`${close} or a comma is missing`);
    }
    this.#at++;
    return endsWithComma;
  }

  #value(): Span {
    const start = this.#at;
    const first = this.#text[start];
    if (first === '{') this.#object();
    else if (first === '[') this.list();
    else if (first === '"') this.#string();
    else {
      const word = /[-+\w.]+/y;
      word.lastIndex = start;
      const found = word.exec(this.#text)?.[0] ?? '';
      if (found === '') this.#fail('a value is missing');
      this.#at += found.length;
    }
    return { start, end: this.#at };
  }

  #string(): string {
    const string = /"(?:[^"\\\n]|\\.)*"/y;
    string.lastIndex = this.#at;
    const found = string.exec(this.#text)?.[0];
    if (found === undefined) this.#fail('a text in quotes is missing');
    this.#at += (found as string).length;
    try {
      return JSON.parse(found as string) as string;
    } catch {
      return this.#fail('a text cannot be read');
    }
  }

  #fail(why: string): never {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    throw fail('bad-config', `The launch file cannot be read: in line ${line} ${why}.`, {
      hint: 'It is left as it is. Add the entry by hand: eddy ide vscode --print.',
    });
  }
}
