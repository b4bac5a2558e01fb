import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TargetLine } from '../../wire/protocol/index.ts';
import { readLine } from './read-line.ts';

const ending = '.lines';

/**
 * A target that ends before its line to the hub is up, or that the hub did not answer in time, leaves its last words as
 * a file beside the socket, named by its id: it may not wait. Gives them once, where `isWanted` says so of the token that
 * they begin with; what cannot be read is left out and counted.
 */
export function takeLeftLines(
  socketPath: string,
  target?: string,
  isWanted: (token: string) => boolean = () => true,
): { lines: TargetLine[]; badFiles: number } {
  const all: TargetLine[] = [];
  let badFiles = 0;
  for (const path of leftFiles(socketPath)) {
    if (target !== undefined && basename(path, ending) !== target) continue;
    try {
      const { token, lines } = read(path);
      if (token !== undefined && !isWanted(token)) continue;
      rmSync(path);
      all.push(...lines);
    } catch {
      badFiles++;
    }
  }
  return { lines: all, badFiles };
}

/** Of targets that ended while there was no hub: every file goes, and what can be read of it is given with its token. */
export function takeLeftByToken(socketPath: string): { token: string; lines: TargetLine[] }[] {
  return leftFiles(socketPath).flatMap(path => {
    try {
      const { token, lines } = read(path);
      return token === undefined ? [] : [{ token, lines }];
    } catch {
      return [];
    } finally {
      rmSync(path, { force: true });
    }
  });
}

function leftFiles(socketPath: string): string[] {
  const folder = dirname(socketPath);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // Somebody removed it under us, with all that was left there.
    return [];
  }
  return names.filter(name => name.endsWith(ending)).map(name => join(folder, name));
}

function read(path: string): { token: string | undefined; lines: TargetLine[] } {
  const said = readFileSync(path, 'utf8').split('\n').filter(Boolean).map(readLine);
  const hello = said.find(line => line.say === 'hello');
  return { token: hello?.token, lines: said.filter(({ say }) => say !== 'hello') };
}
