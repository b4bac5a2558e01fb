import { copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { fail } from '../../../base/index.ts';
import { readDocument, type Tree } from '../document.ts';
import { fileLayer } from '../file-layer.ts';
import { readConfig } from '../find-file.ts';
import type { Plain } from '../key.ts';
import { badConfig } from '../problem.ts';
import { oldKeys } from './old-keys.ts';

export interface MovedKey {
  /** `debug_config.yaml:12`. */
  readonly at: string;
  readonly old: string;
  readonly value: Plain;
  readonly became: 'moved' | 'renamed' | 'dropped';
  /** The new keys; empty when it was dropped. */
  readonly to: readonly string[];
  readonly why: string;
}

export interface Migration {
  /** What was written. */
  readonly file: string;
  /** Where the file that was there before is now. */
  readonly backup?: string;
  readonly keys: readonly MovedKey[];
}

export interface MigrateOptions {
  readonly cwd: string;
  readonly files: readonly string[];
  /** `eddy.config.yaml` unless told. */
  readonly out?: string;
  /** Replaces a file that is there, and keeps it under another name. */
  readonly force: boolean;
}

/** Writes the new file; throws, and writes nothing, when an old one cannot be read or a new one is there. */
export function migrateConfig({ cwd, files, out = 'eddy.config.yaml', force }: MigrateOptions): Migration {
  const path = resolve(cwd, out);
  const next = new Map<string, Plain>();
  const moved: MovedKey[] = [];
  for (const file of files) {
    const { text, shown } = readConfig(file, cwd);
    const { tree, problems } = readDocument(text, shown);
    if (problems.length > 0) throw badConfig(problems);
    for (const leaf of tree === undefined ? [] : leaves(tree, '')) moved.push(move(leaf, shown, next));
  }
  if (existsSync(path) && !force) {
    throw fail('cannot-write', `${path} is there already.`, { hint: 'With --force it is replaced, and kept beside.' });
  }
  const written = textOf(next);
  // What we write has to be what we read.
  const { problems } = fileLayer(written, out);
  if (problems.length > 0) throw badConfig(problems);
  try {
    const backup = existsSync(path) ? backupOf(path) : undefined;
    writeFileSync(`${path}.new`, written);
    renameSync(`${path}.new`, path);
    return { file: path, keys: moved, ...(backup === undefined ? {} : { backup }) };
  } catch (cause) {
    throw fail('cannot-write', `${path} cannot be written: ${(cause as Error).message}.`, { cause });
  }
}

interface Leaf {
  readonly path: string;
  readonly line: number;
  readonly value: Plain;
}

function* leaves({ at, is }: Tree, path: string): Generator<Leaf> {
  if ('keys' in is) for (const one of is.keys) yield* leaves(one.value, path === '' ? one.name : `${path}.${one.name}`);
  else if ('scalar' in is) yield { path, line: at.line, value: is.scalar };
  else yield { path, line: at.line, value: is.list.map(one => ('scalar' in one.is ? one.is.scalar : null)) };
}

function move({ path, line, value }: Leaf, file: string, next: Map<string, Plain>): MovedKey {
  const row = oldKeys.find(({ old }) => old === path || (old.endsWith('.*') && path.startsWith(old.slice(0, -1))));
  const given = row?.to?.(value) ?? {};
  const taken: string[] = [];
  let why = row?.why ?? 'no key of the old files that is known';
  for (const [key, wanted] of Object.entries(given)) {
    // Old values were never read by anything: one that makes no sense is no loss.
    const { problems } = fileLayer(textOf(new Map([[key, wanted]])), file);
    if (problems.length > 0) why = `its value makes no sense: ${problems[0]?.message ?? ''}`;
    else {
      const before = next.get(key);
      next.set(key, Array.isArray(before) && Array.isArray(wanted) ? [...new Set([...before, ...wanted])] : wanted);
      taken.push(key);
    }
  }
  if (taken.length === 0 && row?.to !== undefined && Object.keys(given).length === 0)
    why = `${why}; as it was, nothing has to be said`;
  const isSame = taken.length === 1 && taken[0]?.split('.').at(-1) === path.split('.').at(-1);
  const became = taken.length === 0 ? 'dropped' : isSame ? 'moved' : 'renamed';
  return { at: `${file}:${line}`, old: path, value, became, to: taken, why };
}

function textOf(values: ReadonlyMap<string, Plain>): string {
  const root: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const [first = '', second] = path.split('.');
    if (second === undefined) root[first] = value;
    else root[first] = { ...(root[first] as object | undefined), [second]: value };
  }
  return Object.keys(root).length === 0 ? '# Nothing of the old files has to be said.\n' : stringify(root);
}

function backupOf(path: string): string {
  for (let at = 1; ; at++) {
    const backup = at === 1 ? `${path}.bak` : `${path}.${at}.bak`;
    if (existsSync(backup)) continue;
    copyFileSync(path, backup);
    return backup;
  }
}
