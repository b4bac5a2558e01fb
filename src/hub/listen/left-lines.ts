import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Hello, TargetLine } from '../../wire/protocol/index.ts';
import { readLine } from './read-line.ts';

const ending = '.lines';

/**
 * A target that ends before its line to the hub is up, or that the hub did not answer in time, leaves its last words as
 * a file beside the socket, named by its id: it may not wait. Gives them once, where `isWanted` says so of the hello that
 * they begin with; what cannot be read is left out and counted.
 */
export function takeLeftLines(
  socketPath: string,
  target?: string,
  isWanted: (hello: Hello) => boolean = () => true,
): { lines: TargetLine[]; badFiles: number } {
  const all: TargetLine[] = [];
  let badFiles = 0;
  for (const path of leftFiles(socketPath)) {
    if (target !== undefined && basename(path, ending) !== target) continue;
    try {
      const { hello, lines } = read(path);
      if (hello !== undefined && !isWanted(hello)) continue;
      rmSync(path);
      all.push(...lines);
    } catch {
      badFiles++;
    }
  }
  return { lines: all, badFiles };
}

/** Of targets that ended before any hub heard them: every file that is wanted goes, and what can be read of it is given with its hello. */
export function takeLeftByHello(
  socketPath: string,
  isWanted?: (hello: Hello) => boolean,
): { hello: Hello; lines: TargetLine[] }[] {
  return leftFiles(socketPath).flatMap(path => {
    // What cannot be read is told by who asks for a run's own.
    let stays = isWanted !== undefined;
    try {
      const { hello, lines } = read(path);
      stays &&= hello === undefined || isWanted?.(hello) === false;
      return hello === undefined || stays ? [] : [{ hello, lines }];
    } catch {
      return [];
    } finally {
      if (!stays) rmSync(path, { force: true });
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

function read(path: string): { hello: Hello | undefined; lines: TargetLine[] } {
  const said = readFileSync(path, 'utf8').split('\n').filter(Boolean).map(readLine);
  const hello = said.find(line => line.say === 'hello');
  return { hello, lines: said.filter(({ say }) => say !== 'hello') };
}
