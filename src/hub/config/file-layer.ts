import { nearest } from '../../base/index.ts';
import { type Document, readDocument, type Tree, type TreeKey } from './document.ts';
import { isKey, type Plain, type Section, type Wrong } from './key.ts';
import type { Layer, LayerValue } from './layer.ts';
import type { Problem } from './problem.ts';
import { keys, type NamedKey, schema } from './schema.ts';

/** What a file says, and everything that is wrong with it. */
export function fileLayer(text: string, file: string): Layer {
  const document = readDocument(text, file);
  const values = new Map<string, LayerValue>();
  const problems: Problem[] = [...document.problems];
  if (document.tree !== undefined) new Checker(file, values, problems).top(document);
  return { values, problems };
}

class Checker {
  readonly #file: string;
  readonly #values: Map<string, LayerValue>;
  readonly #problems: Problem[];

  constructor(file: string, values: Map<string, LayerValue>, problems: Problem[]) {
    this.#file = file;
    this.#values = values;
    this.#problems = problems;
  }

  top({ tree }: Document): void {
    if (tree === undefined) return;
    if ('keys' in tree.is) {
      // Says to an editor which schema it is.
      this.#section(
        schema,
        tree.is.keys.filter(({ name }) => name !== '$schema'),
        '',
      );
    } else if (!('scalar' in tree.is) || tree.is.scalar !== null) {
      this.#wrong(tree, undefined, 'a configuration has keys, as in "report: eddy-report.json".');
    }
  }

  #section(section: Section, found: readonly TreeKey[], before: string): void {
    for (const one of found) {
      const path = `${before}${one.name}`;
      const known = Object.hasOwn(section, one.name) ? section[one.name] : undefined;
      if (known === undefined) this.#unknown(one, section, before);
      else if (isKey(known)) this.#value({ path, key: known, variable: '' }, one);
      else if ('keys' in one.value.is) this.#section(known, one.value.is.keys, `${path}.`);
      else if (!('scalar' in one.value.is) || one.value.is.scalar !== null) {
        this.#wrong(one.value, path, `it has keys of its own: ${Object.keys(known).slice(0, 6).join(', ')}.`);
      }
    }
  }

  #unknown({ name, at }: TreeKey, section: Section, before: string): void {
    const word = name.slice(0, 100);
    const beside = nearest(word, Object.keys(section)).map(one => `${before}${one}`);
    const elsewhere = keys.filter(({ path }) => path.split('.').at(-1) === word).map(({ path }) => path);
    const alike = nearest(
      `${before}${word}`,
      keys.map(({ path }) => path),
    );
    const near = [...new Set([...elsewhere, ...beside, ...alike])].slice(0, 3);
    const hint = near.length > 0 || before !== '' ? '' : ' All keys: docs/configuration.md.';
    this.#problems.push({
      in: this.#file,
      ...at,
      key: `${before}${word}`,
      message: `there is no such key.${hint}`,
      near,
    });
  }

  #value({ path, key }: NamedKey, { at, value }: TreeKey): void {
    const plain = plainOf(value);
    // A key without a value says nothing: its default holds.
    if (plain === null) return;
    const read = key.type.read(plain);
    if ('value' in read) {
      this.#values.set(path, { value: read.value, origin: { from: 'file', at: `${this.#file}:${at.line}` } });
      return;
    }
    for (const one of read.wrong) {
      this.#wrong(elementOf(value, one), path, one.message, one.near ?? []);
    }
  }

  #wrong({ at }: Tree, path: string | undefined, message: string, near: readonly string[] = []): void {
    this.#problems.push({ in: this.#file, ...at, ...(path === undefined ? {} : { key: path }), message, near });
  }
}

function elementOf(tree: Tree, { element }: Wrong): Tree {
  return (element !== undefined && 'list' in tree.is ? tree.is.list[element] : undefined) ?? tree;
}

function plainOf({ is }: Tree): Plain {
  if ('scalar' in is) return is.scalar;
  if ('list' in is) return is.list.map(plainOf);
  // No key of ours has keys that are free: what they are is of no interest.
  return {};
}
