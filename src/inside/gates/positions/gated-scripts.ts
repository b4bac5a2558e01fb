import { matches, tryPathOfUrl } from '../../../base/index.ts';
import { withoutGates } from '../gated/index.ts';
import { Columns } from './columns.ts';

export interface GatedText {
  /** A table's. */
  readonly inserts: readonly number[];
  /** The gated text as it was compiled; undefined when it is not kept. */
  text(): string | undefined;
}

/** Gated files by the names that V8 has for them: a path, or a URL. */
export class GatedScripts {
  readonly #fileOf: (name: string) => GatedText | undefined;
  readonly #columns = new WeakMap<GatedText, Columns>();

  /** Knows what a query tells apart by its whole name, all others by their path. */
  constructor(fileOf: (name: string) => GatedText | undefined) {
    this.#fileOf = fileOf;
  }

  tryFind(name: unknown): GatedText | undefined {
    if (typeof name !== 'string') return undefined;
    const path = pathOf(name);
    if (path === undefined) return undefined;
    return (matches(/[?#]/, name) ? this.#fileOf(name) : undefined) ?? this.#fileOf(path);
  }

  columnsOf(name: unknown): Columns | undefined {
    const file = this.tryFind(name);
    if (file === undefined) return undefined;
    const known = this.#columns.get(file);
    if (known !== undefined) return known;
    const columns = new Columns(file.inserts);
    this.#columns.set(file, columns);
    return columns;
  }

  /** Whole original line, from 1. */
  lineOf(name: string, line: number): string | undefined {
    const text = this.tryFind(name)?.text();
    if (text === undefined) return undefined;
    const found = text.split(/\r\n|[\n\r\u2028\u2029]/, line)[line - 1];
    return found === undefined ? undefined : withoutGates(found);
  }
}

function pathOf(name: string): string | undefined {
  if (name.startsWith('/')) return name;
  if (name.startsWith('file:')) return tryPathOfUrl(name);
  // What is evaluated goes by the name that it gives itself.
  if (name.startsWith('node:')) return undefined;
  return matches(/^(?:[A-Za-z]:[\\/]|[a-z][a-z\d+.-]+:)/i, name) ? name : undefined;
}
