import { existsSync, renameSync, statSync } from 'node:fs';

/**
 * Renames the file and what belongs to it, so that a new one can be begun. The log goes first: left behind, it would be
 * taken for the new file's.
 */
export function setAside(path: string, now: Date): string {
  const aside = freePath(
    `${path}.aside-${now
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
      .replaceAll(':', '-')}`,
  );
  for (const end of ['-journal', '-wal', '-shm', '']) {
    if (existsSync(path + end)) renameSync(path + end, aside + end);
  }
  return aside;
}

/** A log whose database is gone. Without this SQLite would delete it. */
export function hasLeftLog(path: string): boolean {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return log !== undefined && log.size > 0 && (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

function freePath(path: string): string {
  const taken = (one: string) => ['', '-wal', '-shm', '-journal'].some(end => existsSync(one + end));
  let free = path;
  for (let count = 2; taken(free); count++) free = `${path}-${count}`;
  return free;
}
