import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail, laidBy, laidByAnother } from '../../../base/index.ts';
import type { CliPorts } from '../ports.ts';

const hint = 'Name a file elsewhere; - is standard output.';

export interface DumpFile {
  /** As the user did; - is standard output. */
  readonly named: string | undefined;
  readonly fallback: string;
  /** The answer is asked for as JSON: without a file the dump is the answer. */
  readonly json: boolean;
}

/** Gives the file; undefined: it went to standard output. */
export function writeDump(document: unknown, where: DumpFile, ports: CliPorts): string | undefined {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const file = fileOf(where, ports);
  if (file === undefined) {
    ports.out(text);
    return undefined;
  }
  mustNotBeLaid(file);
  try {
    writeFileSync(file, text, { flag: where.named === undefined ? 'wx' : 'w', mode: 0o600 });
  } catch (cause) {
    throw cannotWrite(file, cause, hint);
  }
  return file;
}

/** Throws what can be told before there is anything to write. */
export function mustBeWritable(where: DumpFile, ports: CliPorts): void {
  const file = fileOf(where, ports);
  if (file === undefined) return;
  const isThere = existsSync(file);
  if (isThere && where.named === undefined) throw fail('cannot-write', `${file} is there already.`, { hint });
  mustNotBeLaid(file);
  try {
    accessSync(isThere ? file : dirname(file), constants.W_OK);
  } catch (cause) {
    throw cannotWrite(file, cause, hint);
  }
}

function fileOf({ named, fallback, json }: DumpFile, { cwd }: CliPorts): string | undefined {
  return named === '-' || (json && named === undefined) ? undefined : resolve(cwd, named ?? fallback);
}

function mustNotBeLaid(file: string): void {
  const another = laidBy(file);
  if (another !== undefined) throw laidByAnother(file, another);
}

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is there already',
  ENOENT: 'its folder is not there',
  EACCES: 'this user may not',
  EROFS: 'its file system can only be read',
};

export function cannotWrite(file: string, cause: unknown, hint: string): Error {
  const { code } = cause as NodeJS.ErrnoException;
  return fail('cannot-write', `${file} cannot be written: ${reasons[String(code)] ?? code ?? String(cause)}.`, {
    hint,
    cause,
  });
}
