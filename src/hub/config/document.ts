import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { tooDeepAt } from './nesting.ts';
import type { Problem } from './problem.ts';

/** What was read, each part with its place. */
export interface Tree {
  readonly at: Place;
  readonly is:
    | { readonly scalar: null | boolean | number | string }
    | { readonly list: readonly Tree[] }
    | { readonly keys: readonly TreeKey[] };
}

export interface TreeKey {
  readonly name: string;
  readonly at: Place;
  readonly value: Tree;
}

export interface Place {
  /** 1-based, both. */
  readonly line: number;
  readonly column: number;
}

export interface Document {
  /** Absent: the file says nothing. */
  readonly tree?: Tree;
  readonly problems: readonly Problem[];
}

/** No configuration is longer; past it the parser would take its time. */
export const maxCharacters = 64 * 1024;
const maxDepth = 16;
const maxProblems = 100;

/** Reads YAML, of which JSON is a part. Nothing in it runs, refers or expands: tags, anchors and aliases are refused. */
export function readDocument(text: string, file: string): Document {
  if (text.length > maxCharacters) {
    const message = `it has ${text.length} characters; a configuration has ${maxCharacters} at most.`;
    return { problems: [{ in: file, message, near: [] }] };
  }
  const counter = new LineCounter();
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const before = text.slice(0, deep).split('\n');
    const at = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
    return { problems: [{ in: file, ...at, message: 'it is nested too deep from here on.', near: [] }] };
  }
  const reader = new Reader(file, counter);
  try {
    // Keys are compared here: the parser's own way takes the square of their number.
    const document = parseDocument(text, {
      lineCounter: counter,
      prettyErrors: false,
      uniqueKeys: false,
      merge: false,
    });
    for (const { message, pos } of [...document.errors, ...document.warnings].slice(0, maxProblems)) {
      reader.problem(pos[0], undefined, `${message}.`);
    }
    if (reader.problems.length > 0 || document.contents === null) return { problems: reader.problems };
    const tree = reader.tree(document.contents, '', 0);
    return { ...(tree === undefined ? {} : { tree }), problems: reader.problems };
  } catch (error) {
    // The parser calls itself once a level.
    const message =
      error instanceof RangeError ? 'it is nested too deep.' : `it cannot be read: ${(error as Error).message}.`;
    return { problems: [{ in: file, message, near: [] }] };
  }
}

class Reader {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #counter: LineCounter;

  constructor(file: string, counter: LineCounter) {
    this.#file = file;
    this.#counter = counter;
  }

  problem(offset: number, key: string | undefined, message: string): undefined {
    if (this.problems.length >= maxProblems) return;
    const { line, column } = this.#place(offset);
    this.problems.push({ in: this.#file, line, column, ...(key === undefined ? {} : { key }), message, near: [] });
  }

  /** Undefined where it is refused, which is told. */
  tree(node: Node, path: string, depth: number): Tree | undefined {
    const offset = node.range?.[0] ?? 0;
    const named = path === '' ? undefined : path;
    if (depth > maxDepth) return this.problem(offset, named, 'this is nested too deep.');
    if (isAlias(node)) return this.problem(offset, named, 'aliases are not read: write the value itself.');
    if (node.anchor !== undefined) return this.problem(offset, named, 'anchors are not read: write the value itself.');
    if (node.tag !== undefined) return this.problem(offset, named, `the tag ${node.tag.slice(0, 60)} is not read.`);
    const at = this.#place(offset);
    if (isScalar(node)) return this.#scalar(node.value, at, offset, named);
    if (isSeq(node)) {
      const list = node.items.map((item, index) => this.#item(item, `${path}[${index}]`, depth, at));
      return { at, is: { list: list.filter(one => one !== undefined) } };
    }
    if (!isMap(node)) return this.problem(offset, named, 'this is neither a value nor a list nor keys.');
    const keys: TreeKey[] = [];
    const seen = new Map<string, Place>();
    for (const pair of node.items) {
      const name = isScalar(pair.key) && pair.key.tag === undefined ? pair.key : undefined;
      const keyOffset = (pair.key as Node | null)?.range?.[0] ?? offset;
      if (name === undefined || name.value === null || name.anchor !== undefined) {
        this.problem(keyOffset, named, 'a key is a word.');
        continue;
      }
      const word = String(name.value);
      const keyPath = path === '' ? word.slice(0, 100) : `${path}.${word.slice(0, 100)}`;
      const before = seen.get(word);
      const keyAt = this.#place(keyOffset);
      if (before !== undefined) {
        this.problem(keyOffset, keyPath, `this key stands here a second time; the first is in line ${before.line}.`);
        continue;
      }
      seen.set(word, keyAt);
      const value = this.#item(pair.value, keyPath, depth, keyAt);
      if (value !== undefined) keys.push({ name: word, at: keyAt, value });
    }
    return { at, is: { keys } };
  }

  #item(item: unknown, path: string, depth: number, at: Place): Tree | undefined {
    return item === null || item === undefined
      ? { at, is: { scalar: null } }
      : this.tree(item as Node, path, depth + 1);
  }

  #scalar(value: unknown, at: Place, offset: number, path: string | undefined): Tree | undefined {
    const isPlain = value === null || ['string', 'boolean', 'number'].includes(typeof value);
    if (!isPlain) return this.problem(offset, path, 'this is no value that a configuration has.');
    return { at, is: { scalar: value as string } };
  }

  #place(offset: number): Place {
    const { line, col } = this.#counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}
