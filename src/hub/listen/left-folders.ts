import { once } from 'node:events';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlSocketFile, runCardFile, runFolderPrefix } from '../../wire/protocol/index.ts';

/** A hub that starts just now has a folder and listens a moment later: a young folder is left alone. */
const minAgeMs = 60_000;
const ownNames = new Set(['hub', controlSocketFile, runCardFile]);

/** Takes away the folders of hubs that were killed before they could do it themselves. */
export async function removeLeftFolders(now: number): Promise<void> {
  const base = tmpdir();
  for (const name of readdirSync(base).filter(name => name.startsWith(runFolderPrefix))) {
    const folder = join(base, name);
    try {
      if (isOurs(folder, now) && !(await answers(join(folder, 'hub'))))
        rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else's, or gone by now.
    }
  }
}

function isOurs(folder: string, now: number): boolean {
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || now - stat.mtimeMs < minAgeMs) return false;
  const names = readdirSync(folder);
  return (
    names.every(name => ownNames.has(name) || name.endsWith('.lines')) && lstatSync(join(folder, 'hub')).isSocket()
  );
}

async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    // Refused: the socket's file is there and nobody has it open. Anything else is not for us to judge.
    return (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}
