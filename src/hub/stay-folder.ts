import { once } from 'node:events';
import { existsSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, makeFolder, nodeCrypto } from '../base/index.ts';
import { runFolderPrefix } from '../wire/protocol/index.ts';

/** A socket's path must fit in 107 bytes on Linux and 103 on macOS. */
const maxFolderBytes = 90;
const tokenFile = 'token';

export interface StayFolder {
  readonly path: string;
  /** The same after a restart: targets that wait for their hub come back with it. */
  readonly token: string;
}

/** The folder of a hub that stays: by its name always the same, and its owner's alone. */
export function openStayFolder(name: string): StayFolder {
  const all = [...new Set([tmpdir(), '/tmp'])];
  // As for a run's: a TMPDIR that is not there is none.
  const there = all.filter(base => existsSync(base));
  const bases = there.length === 0 ? all : there;
  const uid = process.getuid?.() ?? 0;
  const paths = bases.map(base => join(base, `${runFolderPrefix}hub-${uid}-${name}`));
  const path = paths.find(one => Buffer.byteLength(one) <= maxFolderBytes);
  if (path === undefined) {
    throw fail('cannot-listen', `The path of the hub's folder is too long for a socket: ${paths[0]}.`, {
      hint: 'Give it a shorter --name.',
    });
  }
  try {
    makeFolder(path, 0o700);
    const stat = lstatSync(path);
    if (!stat.isDirectory()) throw new Error('it is no folder');
    if (stat.uid !== uid) throw new Error('it belongs to somebody else');
    // Made so by us it was not: what lies in it may be another's.
    if ((stat.mode & 0o077) !== 0) throw new Error('others may enter it');
    return { path, token: tokenIn(path) };
  } catch (cause) {
    throw fail('cannot-listen', `The hub's folder ${path} cannot be used: ${(cause as Error).message}.`, {
      hint: 'Give the hub another --name, or set TMPDIR.',
      cause,
    });
  }
}

/** A hub that was killed leaves its sockets' files: they go. One that answers keeps them, and its name. */
export async function mustBeFree(folder: string, name: string): Promise<void> {
  for (const file of ['hub', 'control']) {
    const path = join(folder, file);
    const socket = connect(path);
    try {
      await once(socket, 'connect');
      throw fail('refused', `A hub of the name ${name} is there already.`, {
        hint: 'See: eddy status. For a second one: eddy serve --name OTHER.',
      });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ECONNREFUSED') rmSync(path, { force: true });
      else if (code !== 'ENOENT') throw error;
    } finally {
      socket.destroy();
    }
  }
}

function tokenIn(folder: string): string {
  const path = join(folder, tokenFile);
  try {
    const stat = lstatSync(path);
    const known = readFileSync(path, 'utf8').trim();
    if (stat.isFile() && stat.uid === process.getuid?.() && (stat.mode & 0o077) === 0 && known.length >= 32)
      return known;
  } catch {
    // The first time.
  }
  const token = nodeCrypto().randomBytes(32).toString('base64url');
  // What is there is no token of ours: a link, or one that others could read.
  rmSync(path, { force: true, recursive: true });
  writeFileSync(path, token, { mode: 0o600, flag: 'wx' });
  return token;
}
