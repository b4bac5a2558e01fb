import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { matches, tryPathOfUrl } from '../../../base/index.ts';

/** `webpack://name/./src/a.ts?1a2b`: the name may be that of a package, with a slash in it. */
const bundlers = /^(?:webpack|turbopack|rspack):\/\/(?:.*?\/)?(\.{1,2}\/[^?]*)(?:\?.*)?$/;

/** The files that the sources of a map are, by what the map calls them. */
export class MapSources {
  readonly #folder: string;
  readonly #root: string;
  readonly #known = new Map<string, string | undefined>();

  /** `folder`: of the file that names the map; `root`: the map's own word for where its sources begin. Whoever made it wrote what they liked. */
  constructor(folder: string, root?: unknown) {
    this.#folder = folder;
    this.#root = typeof root === 'string' ? root : '';
  }

  /** Undefined: a bundler made it up, or it is no file of this machine. */
  pathOf(source: unknown): string | undefined {
    if (typeof source !== 'string') return undefined;
    if (!this.#known.has(source)) this.#known.set(source, this.#find(source));
    return this.#known.get(source);
  }

  #find(source: string): string | undefined {
    const bundled = bundlers.exec(source)?.[1];
    if (bundled !== undefined) return this.#inProject(bundled);
    const name =
      isAddress(source) || source.startsWith('/')
        ? source
        : `${this.#root && `${this.#root.replace(/\/$/, '')}/`}${source}`;
    if (name.startsWith('file:')) return tryPathOfUrl(name);
    return isAddress(name) ? undefined : resolve(this.#folder, name);
  }

  /** Bundlers name a source from where they were run: some folder above what they made. */
  #inProject(name: string): string {
    let project: string | undefined;
    for (let at = this.#folder; ; at = dirname(at)) {
      const path = join(at, name);
      if (existsSync(path)) return path;
      if (project === undefined && existsSync(join(at, 'package.json'))) project = at;
      if (at === dirname(at)) return join(project ?? this.#folder, name);
    }
  }
}

/** A drive's letter is none. */
function isAddress(name: string): boolean {
  return matches(/^[a-z][a-z\d+.-]+:/i, name);
}
