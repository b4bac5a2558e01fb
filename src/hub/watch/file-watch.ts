import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Clock, fail, type Timer } from '../../base/index.ts';

export interface FileWatchOptions {
  /** Files, of any kind; and folders, of which the code below is looked at. */
  readonly paths: readonly string[];
  readonly cwd: string;
  /** Changes that come within so long of each other are one. */
  readonly debounceMs: number;
  readonly clock: Clock;
}

const code = /\.[cm]?[jt]sx?$|^eddy\.config\.(?:ya?ml|json)$/;
const skipped = /^(?:\.|node_modules$)/;
/** Past so many, somebody watches the root of a disk. */
const maxFolders = 5_000;

/** Folders are watched, not files: editors put new files in the place of old ones. One watcher a folder, until `close`. */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #folders = new Map<string, FSWatcher>();
  /** Named by themselves. */
  readonly #files = new Set<string>();
  /** Whose code is looked at. */
  readonly #trees: readonly string[];
  readonly #changed = new Set<string>();
  #timer: Timer | undefined;
  #waiting: PromiseWithResolvers<readonly string[]> | undefined;

  /** Throws what is wrong with a path. */
  constructor(options: FileWatchOptions) {
    this.#options = options;
    const trees: string[] = [];
    for (const path of options.paths.map(one => resolve(options.cwd, one))) {
      const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
      if (isFolder === undefined) {
        throw fail('bad-option', `${path} cannot be watched: it is not there.`, {
          hint: 'Name files and folders that are.',
        });
      }
      if (isFolder) trees.push(path);
      else this.#files.add(path);
    }
    this.#trees = trees;
    for (const tree of trees) this.#watchTree(tree);
    for (const file of this.#files) this.#watchFolder(dirname(file));
  }

  /** The files that changed since the last time it was asked; waits until one has. */
  next(): Promise<readonly string[]> {
    this.#waiting ??= Promise.withResolvers();
    const { promise } = this.#waiting;
    if (this.#changed.size > 0 && this.#timer === undefined) this.#tell();
    return promise;
  }

  /** What changed until now is known already. */
  forget(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#changed.clear();
  }

  close(): void {
    this.#timer?.cancel();
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  #watchTree(folder: string): void {
    if (!this.#watchFolder(folder)) return;
    let names: string[] = [];
    try {
      names = readdirSync(folder, { withFileTypes: true }).flatMap(one => (one.isDirectory() ? [one.name] : []));
    } catch {
      // It went away meanwhile.
    }
    for (const name of names) if (!skipped.test(name)) this.#watchTree(join(folder, name));
  }

  #watchFolder(folder: string): boolean {
    if (this.#folders.has(folder)) return true;
    if (this.#folders.size >= maxFolders) {
      throw fail('bad-option', `More than ${maxFolders} folders would have to be watched.`, {
        hint: 'Name the folders of the program: --watch-path src.',
      });
    }
    try {
      const watcher = watch(folder, (_, name) => this.#seen(folder, name ?? ''));
      watcher.on('error', () => this.#letGo(folder));
      this.#folders.set(folder, watcher);
      return true;
    } catch (cause) {
      // One that is gone again is no loss; of one that may not be read nothing is known.
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw fail('bad-option', `${folder} cannot be watched: ${(cause as Error).message}.`, { cause });
    }
  }

  #letGo(folder: string): void {
    this.#folders.get(folder)?.close();
    this.#folders.delete(folder);
  }

  #seen(folder: string, name: string): void {
    const path = join(folder, name);
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isFolder && name !== '' && !skipped.test(name) && this.#isBelow(path)) {
      try {
        this.#watchTree(path);
      } catch {
        // What cannot be watched any more is not worth the end of what is.
      }
      return;
    }
    const isMeant = this.#files.has(path) || (code.test(basename(path)) && this.#isBelow(path));
    if (isMeant && !isFolder) this.#note(path);
  }

  #isBelow(path: string): boolean {
    return this.#trees.some(tree => path.startsWith(`${tree}/`) || tree === '/');
  }

  #note(path: string): void {
    this.#changed.add(path);
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(this.#options.debounceMs, () => {
      this.#timer = undefined;
      if (this.#waiting !== undefined) this.#tell();
    });
  }

  #tell(): void {
    const files = [...this.#changed].sort();
    this.#changed.clear();
    this.#waiting?.resolve(files);
    this.#waiting = undefined;
  }
}
