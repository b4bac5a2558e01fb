import { isBuiltin } from 'node:module';
import type { Source } from './sources.ts';

/** A row of the table in docs/dependencies.md. */
export interface PackageRow {
  readonly name: string;
  /** Folders or files, relative to the root. */
  readonly mayImport: readonly string[];
}

/** Rows look like: | `name` | why | `folder`, `file` | */
export function readTable(markdown: string): PackageRow[] {
  const rows: PackageRow[] = [];
  for (const line of markdown.split('\n')) {
    const cells = line.split('|').map(cell => cell.trim());
    const name = /^`([^`]+)`$/.exec(cells[1] ?? '')?.[1];
    if (cells.length < 5 || name === undefined) continue;
    rows.push({ name, mayImport: [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '') });
  }
  return rows;
}

/** Imports that the table does not allow, packages that it does not name, and names that are no package of ours. */
export function checkPackages(
  table: readonly PackageRow[],
  declared: readonly string[],
  self: string,
  sources: readonly Source[],
): string[] {
  const rows = new Map(table.map(row => [row.name, row]));
  const wrong = declared
    .filter(name => !rows.has(name))
    .map(name => `package.json has ${name}, which docs/dependencies.md does not name.`);
  for (const row of table)
    if (!declared.includes(row.name))
      wrong.push(`docs/dependencies.md names ${row.name}, which package.json does not have.`);
  for (const source of sources) {
    if (isBelow(source.path, drivenPrograms)) continue;
    for (const { word, file, line } of source.imports) {
      if (file !== undefined || isBuiltin(word)) continue;
      const name = packageOf(word);
      if (name === self) {
        if (source.path.startsWith('src/')) wrong.push(`${source.path}:${line} imports ${word}, itself.`);
      } else if (!rows.get(name)?.mayImport.some(place => isBelow(source.path, place))) {
        wrong.push(`${source.path}:${line} imports ${name}; docs/dependencies.md does not let it.`);
      } else if (runsInside(source.path)) {
        wrong.push(`${source.path}:${line} imports ${name}: what runs in the program imports no package.`);
      }
    }
  }
  return wrong;
}

/** They stand in for users' programs, and run among packages that a soak installs for them. */
const drivenPrograms = 'test/soak/gates-packages/programs';

/** The parser's room is the one that has a package: it is built into a file of its own, which loads when a source is parsed. */
const parserRoom = 'src/inside/gates/instrument';

function runsInside(path: string): boolean {
  return path.startsWith('src/inside/') && !isBelow(path, parserRoom) && !/\.test\.ts$/.test(path);
}

function packageOf(word: string): string {
  return word
    .split('/')
    .slice(0, word.startsWith('@') ? 2 : 1)
    .join('/');
}

function isBelow(path: string, place: string): boolean {
  return path === place || path.startsWith(place.endsWith('/') ? place : `${place}/`);
}
