import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matches } from '../../../base/index.ts';

const endings = [
  '',
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.mts',
  '.cts',
  '.jsx',
  '.tsx',
  '/index.js',
  '/index.mjs',
  '/index.ts',
];

/**
 * Tells which modules may be part of a cycle of imports: their functions can be called before their first line ran, when
 * a constant of ours would not be there yet. Rather one too many than one too few: any string that looks like the name of
 * a file counts as an import.
 */
export class Cycles {
  readonly #edges = new Map<string, readonly string[] | undefined>();

  /** `source`: the text of the file as it is loaded. */
  mayBeIn(path: string, source: string): boolean {
    const first = this.#edgesOf(path, source);
    if (first === undefined) return true;
    const seen = new Set<string>();
    const open = [...first];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === path) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      if (seen.size > 5_000) return true;
      const edges = this.#edgesOf(next);
      if (edges === undefined) return true;
      open.push(...edges);
    }
    return false;
  }

  /** Undefined when one of them cannot be followed. */
  #edgesOf(path: string, source?: string): readonly string[] | undefined {
    if (this.#edges.has(path)) return this.#edges.get(path);
    const edges = readEdges(path, source);
    this.#edges.set(path, edges);
    return edges;
  }
}

function readEdges(path: string, given: string | undefined): readonly string[] | undefined {
  if (!matches(/^\.[cm]?[jt]sx?$/, extname(path))) return [];
  let source = given;
  try {
    source ??= readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const edges: string[] = [];
  for (const name of specifiersOf(source)) {
    const found =
      name.startsWith('.') || name.startsWith('/') || name.startsWith('file:')
        ? fileOf(name, path)
        : packageOf(name, path);
    if (found === undefined) return undefined;
    if (found !== '') edges.push(found);
  }
  return edges;
}

/** The words after `from` and `import`, and every string that starts like a path. */
function specifiersOf(source: string): Set<string> {
  const names = new Set<string>();
  for (const [, , name] of source.matchAll(/\b(?:from|import)\s*(['"])([^'"\n]+)\1/g)) names.add(name!);
  for (const [, , name] of source.matchAll(/(['"])((?:\.{1,2}\/|file:)[^'"\n]*)\1/g)) names.add(name!);
  return names;
}

/** The file; '' for what is no module of a cycle. A name that leads nowhere is some other string. */
function fileOf(name: string, from: string): string {
  let path: string;
  try {
    path = name.startsWith('file:') ? fileURLToPath(name) : resolve(dirname(from), name.replace(/[?#].*$/, ''));
  } catch {
    return '';
  }
  const stem = path.replace(/\.([cm]?)jsx?$/, '.$1ts');
  for (const candidate of [...endings.map(ending => path + ending), stem, `${stem}x`]) {
    try {
      if (statSync(candidate).isFile()) return realpathSync(candidate);
    } catch {
      // Not this one.
    }
  }
  return '';
}

/** Part of a text or a comment: "'import' and 'export' may only appear …", "export * from '…'". */
function isProse(name: string): boolean {
  return matches(/\s/, name) || !matches(/[\w~@#$]/, name);
}

/** '' for a package that cannot lead back here; undefined where it might. */
function packageOf(name: string, from: string): string | undefined {
  if (isBuiltin(name) || matches(/^[a-z]+:/, name) || isProse(name)) return '';
  if (name.startsWith('#')) return undefined;
  if (from.includes(`${sep}node_modules${sep}`)) return undefined;
  const [first, second] = name.split('/');
  const folder = first!.startsWith('@') ? `${first}/${second}` : first!;
  for (let at = dirname(from); ; at = dirname(at)) {
    try {
      const path = join(at, 'node_modules', folder);
      // A link leads to a folder of the same workspace.
      return lstatSync(path).isSymbolicLink() && !realpathSync(path).includes(`${sep}node_modules${sep}`)
        ? undefined
        : '';
    } catch {
      if (at === dirname(at)) return undefined;
    }
  }
}
