import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fail, nodeCrypto } from '../../base/index.ts';

/** A whole file or the one before, never a half. Only its owner may read it: there are messages of a program in it. */
export async function saveJson(file: string, document: unknown): Promise<string> {
  const path = resolve(file);
  const temporary = join(dirname(path), `.${basename(path)}.${nodeCrypto().randomBytes(4).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
    await rename(temporary, path);
    return path;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw fail('cannot-write', `${path} cannot be written.`, { hint: 'Name a file that can be written.', cause });
  }
}
