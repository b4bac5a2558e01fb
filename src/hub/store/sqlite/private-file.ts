import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

/**
 * For this user alone, made where it is not there. One that is there is not opened: to close it would let go every lock
 * that this process has on it, SQLite's too.
 */
export function makePrivate(path: string): void {
  if (existsSync(path)) chmodSync(path, 0o600);
  else closeSync(openSync(path, 'a', 0o600));
}
