import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface UserPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const word = '//# sourceMappingURL=';

/** From what runs to what the user wrote, by the source map that the code names. Lines and columns are from 1. */
export class UserMap {
  readonly #map: SourceMap;
  readonly #folder: string;

  constructor(map: SourceMap, folder: string) {
    this.#map = map;
    this.#folder = folder;
  }

  /** Undefined: it names none, or one that cannot be read. */
  static in(code: string, file: string): UserMap | undefined {
    const at = code.lastIndexOf(word);
    if (at < 0) return undefined;
    const url =
      code
        .slice(at + word.length)
        .split('\n', 1)[0]
        ?.trim() ?? '';
    const folder = dirname(file);
    try {
      const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(url);
      const text =
        inline === null
          ? readFileSync(resolve(folder, decodeURIComponent(url)), 'utf8')
          : inline[1] === undefined
            ? decodeURIComponent(inline[2] ?? '')
            : Buffer.from(inline[2] ?? '', 'base64').toString();
      return new UserMap(new SourceMap(JSON.parse(text)), folder);
    } catch {
      return undefined;
    }
  }

  get files(): string[] {
    return this.#map.payload.sources.map(source => this.#path(source));
  }

  /** Undefined where the user wrote nothing of it. */
  placeOf(line: number, column: number): UserPlace | undefined {
    const entry = this.#map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry) || entry.originalSource === undefined) return undefined;
    return { file: this.#path(entry.originalSource), line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }

  #path(source: string): string {
    return source.startsWith('file:') ? fileURLToPath(source) : resolve(this.#folder, source);
  }
}
