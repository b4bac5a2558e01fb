import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../../base/index.ts';
import { runFolderPrefix } from '../../wire/protocol/index.ts';

/** A socket's path must fit in 107 bytes on Linux and 103 on macOS. */
const maxSocketPathBytes = 103;

export interface PrivateFolder {
  readonly path: string;
  /** Any number of times; synchronous, so that a signal's handler can. */
  remove(): void;
}

/** A new folder that only this user can enter (mkdtemp makes it 0700), short enough for a socket in it. */
export function openPrivateFolder(): PrivateFolder {
  const bases = [...new Set([tmpdir(), '/tmp'])].filter(base => Buffer.byteLength(base) < maxSocketPathBytes - 24);
  const tried: string[] = [];
  let cause: unknown;
  for (const base of bases) {
    try {
      const path = mkdtempSync(join(base, runFolderPrefix));
      return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
    } catch (error) {
      cause = error;
      tried.push(`${base} (${(error as NodeJS.ErrnoException).code ?? error})`);
    }
  }
  throw fail('cannot-listen', `No folder for our socket could be made in ${tried.join(' or ')}.`, {
    hint: 'Set TMPDIR to a folder that can be written; a container with a read-only root needs one: docker run --tmpfs /tmp, or an emptyDir.',
    cause,
  });
}
