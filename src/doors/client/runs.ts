import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  controlSocketFile,
  type RunCardText,
  runCardFile,
  runFolderPrefix,
  tryReadRunCard,
} from '../../wire/protocol/index.ts';

/** A run that was found, with the open way to it. */
export interface FoundRun extends RunCardText {
  readonly socket: Socket;
}

/** The runs of this user that answer, the oldest first. Who takes them closes their sockets. */
export async function findRuns(bases: readonly string[] = runBases()): Promise<FoundRun[]> {
  const folders = bases.flatMap(base => foldersIn(base));
  const found = await Promise.all(folders.map(tryOpen));
  return found.filter(run => run !== undefined).sort((a, b) => a.card.started - b.card.started);
}

/** Who else may have runs here, which are not ours to see. */
export function otherOwners(bases: readonly string[] = runBases()): number[] {
  const owners = new Set(bases.flatMap(foldersIn).map(ownerOf));
  return [...owners].filter(uid => uid !== undefined && uid !== process.getuid?.()) as number[];
}

function ownerOf(folder: string): number | undefined {
  try {
    return lstatSync(folder).uid;
  } catch {
    return undefined;
  }
}

/** Where a hub makes its folder: the second is for a TMPDIR that is too long for a socket's path, or another's. */
function runBases(): string[] {
  return [...new Set([tmpdir(), '/tmp'])];
}

function foldersIn(base: string): string[] {
  try {
    return readdirSync(base)
      .filter(name => name.startsWith(runFolderPrefix))
      .map(name => join(base, name));
  } catch {
    return [];
  }
}

async function tryOpen(folder: string): Promise<FoundRun | undefined> {
  try {
    // What lies in a folder that others can write to is not to be trusted.
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o077) !== 0) return undefined;
    const text = tryReadRunCard(readFileSync(join(folder, runCardFile), 'utf8'));
    if (text === undefined) return undefined;
    const socket = connect(join(folder, controlSocketFile));
    socket.on('error', () => {});
    await once(socket, 'connect');
    return { ...text, socket };
  } catch {
    // Not a run, or one that is dead: its socket refuses.
    return undefined;
  }
}
