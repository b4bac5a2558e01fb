import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fail } from '../../base/index.ts';

export const fileNames = ['eddy.config.yaml', 'eddy.config.yml', 'eddy.config.json'] as const;
/** A name of the environment that stands for `--config`. */
export const configVariable = 'EDDY_CONFIG';

/** Where a project begins: nothing above it is asked. */
const rootMarks = ['package.json', '.git'];
const maxBytes = 512 * 1024;

export interface ConfigText {
  readonly path: string;
  /** As people read it: relative to where they are, when it is below. */
  readonly shown: string;
  readonly text: string;
}

/** The nearest file from a folder upwards, as far as the project goes; outside of projects the folder's own. */
export function findConfig(cwd: string): string | undefined {
  for (const folder of foldersOf(resolve(cwd))) {
    const here = fileNames.filter(name => existsSync(join(folder, name)));
    if (here.length > 1) {
      throw fail('bad-config', `${folder} has ${here.join(' and ')}: which of them?`, {
        hint: 'Keep one, or name it with --config.',
      });
    }
    if (here.length === 1) return join(folder, here[0] as string);
  }
  return undefined;
}

/** Without a project above, what stands in /tmp or beside homes may be anybody's. */
function foldersOf(cwd: string): string[] {
  const folders = [cwd];
  for (let folder = cwd; !rootMarks.some(name => existsSync(join(folder, name))); folders.push(folder)) {
    if (dirname(folder) === folder) return [cwd];
    folder = dirname(folder);
  }
  return folders;
}

/** A file's text; throws where it is no file of text, or far too long. */
export function readConfig(path: string, cwd: string): ConfigText {
  const whole = resolve(cwd, path);
  const below = relative(cwd, whole);
  const shown = below === '' || below.startsWith('..') ? whole : below;
  return { path: whole, shown, text: decode(readBytes(whole, shown), shown) };
}

function readBytes(path: string, shown: string): Uint8Array {
  let handle: number | undefined;
  try {
    // A pipe would keep us until somebody writes.
    if (!statSync(path).isFile()) throw fail('bad-config', `${shown} is no file.`);
    handle = openSync(path, 'r');
    if (fstatSync(handle).size > maxBytes) {
      throw fail('bad-config', `${shown} has more than ${maxBytes / 1024} KB: that is no configuration.`);
    }
    const bytes = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= maxBytes; length += read) {
      read = readSync(handle, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'bad-config') throw cause;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'it may not be read' : String(code);
    throw fail('bad-config', `${shown}: ${why}.`, {
      hint: 'Name one that can be read; without a name, the nearest eddy.config.yaml counts.',
      cause,
    });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function decode(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fail('bad-config', `${shown} is no text in UTF-8.`, { cause });
  }
}
