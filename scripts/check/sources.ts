import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';

/** A file that imports something, with what it names. Paths are relative to the root, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written. */
  readonly word: string;
  /** Gone when the types are: `import type`, `export type`. */
  readonly typeOnly: boolean;
  /** The file it leads to; absent for packages and `node:`. */
  readonly file?: string;
  /** 1-based. */
  readonly line: number;
}

const code = /\.[cm]?[jt]sx?$/;
const skipped = new Set(['node_modules', 'dist', '.git', '.cache', 'fixtures']);

/** Every source file below the folders, in a stable order. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders.flatMap(folder => filesBelow(join(root, folder))).map(file => readSource(root, file));
}

export function filesBelow(folder: string, matching: RegExp = code): string[] {
  if (!existsSync(folder)) return [];
  if (statSync(folder).isFile()) return matching.test(folder) ? [folder] : [];
  return readdirSync(folder)
    .filter(name => !skipped.has(name))
    .sort()
    .flatMap(name => filesBelow(join(folder, name), matching));
}

function readSource(root: string, file: string): Source {
  const text = readFileSync(file, 'utf8');
  const imports: Import[] = [];
  for (const { word, at, typeOnly } of importsOf(text)) {
    const line = text.slice(0, at).split('\n').length;
    if (!word.startsWith('.')) imports.push({ word, line, typeOnly });
    else imports.push({ word, line, typeOnly, file: slashed(relative(root, resolve(dirname(file), word))) });
  }
  return {
    path: slashed(relative(root, file)),
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
  };
}

function slashed(path: string): string {
  return path.split(sep).join(posix.sep);
}

// `import … from 'x'`, `export … from 'x'`, `import 'x'` begin a line; import('x') and require('x') stand anywhere.
const statement = /^[ \t]*(?:import|export)\b(?:[^'"`;=(]*?\bfrom)?\s*['"]([^'"\n]+)['"]/gm;
const call = /\b(?:import|require)\s*\(\s*['"]([^'"\n]+)['"]\s*\)/g;

export function* importsOf(text: string): Generator<{ word: string; at: number; typeOnly: boolean }> {
  const bare = text.replace(/\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm, comment => comment.replace(/[^\n]/g, ' '));
  for (const pattern of [statement, call]) {
    for (const match of bare.matchAll(pattern)) {
      // A program written out in a template is not ours.
      if (match[1]?.includes('${')) continue;
      yield { word: match[1] ?? '', at: match.index, typeOnly: /^\s*(?:import|export)\s+type\b/.test(match[0]) };
    }
  }
}
