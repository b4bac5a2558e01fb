import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from './plan.ts';

const sizeMib = 8;

/** Why a disk cannot be made full, or read-only, here. */
export function withoutDisk(): string | false {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk of its own';
  const at = mkdtempSync(join(tmpdir(), 'ehf-'));
  const error = tryRun('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at);
  if (error === undefined) run('umount', at);
  rmdirSync(at);
  return error ?? false;
}

/** A file that not even an open one can be written to: not every file system has it. */
export function canBeImmutable(): boolean {
  const path = join(mkdtempSync(join(tmpdir(), 'ehf-')), 'file');
  writeFileSync(path, '');
  const isSo = tryRun('chattr', '+i', path) === undefined;
  if (isSo) run('chattr', '-i', path);
  rmSync(join(path, '..'), { recursive: true });
  return isSo;
}

/**
 * What a store's folder lies on. Full: it is a small one in memory, filled to the last byte. Read-only: what is open is made
 * immutable (root may write past any mode), and for a hub that starts the folder is bound over itself to be read.
 */
export class Disk {
  readonly #row: Row;
  readonly #folder: string;
  readonly #filler: string;
  #isMounted = false;
  #isBound = false;
  #immutable: string[] = [];

  constructor(row: Row, folder: string) {
    this.#row = row;
    this.#folder = folder;
    this.#filler = join(folder, 'filler');
    if (row !== 'full') return;
    run('mount', '-t', 'tmpfs', '-o', `size=${sizeMib}m`, 'tmpfs', folder);
    this.#isMounted = true;
  }

  /** `store`: its file. */
  break(store: string, isRunning: boolean): void {
    if (this.#row === 'full') this.#fill();
    else if (isRunning && canBeImmutable()) this.#freeze([store, `${store}-wal`]);
    else this.#bind();
  }

  mend(): void {
    rmSync(this.#filler, { force: true });
    if (this.#immutable.length > 0) run('chattr', '-i', ...this.#immutable);
    this.#immutable = [];
    if (this.#isBound) run('umount', '-l', this.#folder);
    this.#isBound = false;
  }

  clear(): void {
    this.mend();
    if (this.#isMounted) run('umount', '-l', this.#folder);
    this.#isMounted = false;
  }

  #fill(): void {
    const { bavail, bsize } = statfsSync(this.#folder);
    try {
      writeFileSync(this.#filler, Buffer.alloc(Math.max(0, bavail - 1) * bsize));
      // What others took meanwhile is not there; the rest goes a block at a time.
      for (;;) writeFileSync(this.#filler, Buffer.alloc(bsize), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  #freeze(paths: readonly string[]): void {
    this.#immutable = paths.filter(path => existsSync(path));
    run('chattr', '+i', ...this.#immutable);
  }

  #bind(): void {
    run('mount', '--bind', this.#folder, this.#folder);
    this.#isBound = true;
    run('mount', '-o', 'remount,bind,ro', this.#folder);
  }
}

function run(command: string, ...words: string[]): void {
  const error = tryRun(command, ...words);
  if (error !== undefined) throw new Error(error);
}

function tryRun(command: string, ...words: string[]): string | undefined {
  const { status, stderr, error } = spawnSync(command, words, { encoding: 'utf8' });
  return status === 0 ? undefined : `${command} ${words.join(' ')}: ${error?.message ?? stderr.trim()}`;
}
