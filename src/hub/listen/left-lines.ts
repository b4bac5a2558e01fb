import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TargetLine } from '../../wire/protocol/index.ts';
import { readLine } from './read-line.ts';

const ending = '.lines';

/**
 * A target that ends before its line to the hub is up, or that the hub did not answer in time, leaves its last words as
 * a file beside the socket, named by its id: it may not wait. Gives them once; what cannot be read is left out and counted.
 */
export function takeLeftLines(socketPath: string, target?: string): { lines: TargetLine[]; badFiles: number } {
  const folder = dirname(socketPath);
  const lines: TargetLine[] = [];
  let badFiles = 0;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(ending) || (target !== undefined && basename(name, ending) !== target)) continue;
    const path = join(folder, name);
    try {
      const said = readFileSync(path, 'utf8').split('\n').filter(Boolean).map(readLine);
      rmSync(path);
      lines.push(...said.filter(({ say }) => say !== 'hello'));
    } catch {
      badFiles++;
    }
  }
  return { lines, badFiles };
}
