import { fstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import { type EddyError, fail, laidBy, laidByAnother } from '../../../base/index.ts';

export interface OutPath {
  /** Absolute, links followed. */
  readonly path: string;
  /** False for a pipe, a terminal, /dev/null …: such a thing is written to, never replaced. */
  readonly replaceable: boolean;
}

/** Where an option's file is, or an error that says why it cannot be there. */
export function outPath(flag: string, file: string): OutPath {
  const asked = resolve(file);
  const stat = look(flag, asked);
  if (stat === undefined) {
    try {
      return { path: join(realpathSync(dirname(asked)), basename(asked)), replaceable: true };
    } catch (cause) {
      throw cannotWrite(flag, asked, cause);
    }
  }
  const another = laidBy(asked);
  if (another !== undefined) throw laidByAnother(`${flag} ${file}: what lies there`, another);
  if (stat.isDirectory())
    throw fail('cannot-write', `${flag} ${file}: that is a folder.`, { hint: 'Name a file in it.' });
  if (isOpenAs(1, stat)) {
    throw fail('cannot-write', `${flag} ${file}: that is standard output, which belongs to the program alone.`, {
      hint: 'Name another file.',
    });
  }
  // A pipe or terminal takes our words between others; a file would lose what is in it.
  if (stat.isFile() && isOpenAs(2, stat)) {
    throw fail('cannot-write', `${flag} ${file}: standard error goes to that file.`, { hint: 'Name another file.' });
  }
  return { path: stat.isFile() ? realpathSync(asked) : asked, replaceable: stat.isFile() };
}

function look(flag: string, path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw cannotWrite(flag, path, cause);
  }
}

export function cannotWrite(flag: string, path: string, cause: unknown): EddyError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const reasons: Record<string, [string, string]> = {
    ENOENT: ['its folder is not there', `Make ${dirname(path)} first.`],
    ENOTDIR: ['a part of its path is no folder', 'Name a file in a folder.'],
    EACCES: ['this user may not', 'Name a file that this user can write.'],
    EPERM: ['this user may not', 'Name a file that this user can write.'],
    EROFS: ['its file system can only be read', 'Name a file elsewhere.'],
    ENOSPC: ['its disk is full', 'Make room, or name a file elsewhere.'],
  };
  const [reason, hint] = reasons[code ?? ''] ?? [code ?? String(cause), 'Name a file that can be written.'];
  return fail('cannot-write', `${flag} ${path} cannot be written: ${reason}.`, { hint, cause });
}

/** Whether it is what this descriptor writes to. /dev/null and its kin are everybody's. */
function isOpenAs(fd: number, stat: Stats): boolean {
  let open: Stats;
  try {
    open = fstatSync(fd);
  } catch {
    return false;
  }
  return open.dev === stat.dev && open.ino === stat.ino && !(stat.isCharacterDevice() && !isatty(fd));
}
