import { readFileSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { matches } from '../../../base/index.ts';
import { MapSources } from './map-sources.ts';
import { type RunningPlace, runningPlaces } from './mapped-lines.ts';

export interface UserPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** V8 takes the older one, too. Both are of one length. */
const words = ['//# sourceMappingURL=', '//@ sourceMappingURL='] as const;

/** The address of the map that a code names. One inside a string, as bundlers write them for `eval`, is not the code's own. */
export function mapAddress(code: string): string | undefined {
  const at = Math.max(...words.map(word => code.lastIndexOf(word)));
  if (at < 0) return undefined;
  const end = code.indexOf('\n', at);
  const address = code.slice(at + words[0].length, end < 0 ? undefined : end).trim();
  return address === '' || matches(/[\s"'`\\]/, address) ? undefined : address;
}

/** From what runs to what the user wrote, by the source map that the code names. Lines and columns are from 1. */
export class UserMap {
  readonly #map: SourceMap;
  readonly #sources: MapSources;

  constructor(map: SourceMap, folder: string) {
    this.#map = map;
    this.#sources = new MapSources(folder, map.payload.sourceRoot);
  }

  /** Undefined: it names none, or one that cannot be read, or is not wanted by its text: most never are. */
  static in(code: string, file: string, isWanted: (text: string) => boolean = () => true): UserMap | undefined {
    const address = mapAddress(code);
    if (address === undefined) return undefined;
    const folder = dirname(file);
    try {
      const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(address);
      const text =
        inline === null
          ? textOfFile(resolve(folder, decodeURIComponent(address)))
          : inline[1] === undefined
            ? decodeURIComponent(inline[2] ?? '')
            : Buffer.from(inline[2] ?? '', 'base64').toString();
      return isWanted(text) ? new UserMap(new SourceMap(JSON.parse(text)), folder) : undefined;
    } catch {
      return undefined;
    }
  }

  get files(): string[] {
    return this.#named.flatMap(source => this.#sources.pathOf(source) ?? []);
  }

  /** With those that are no files: a bundler's own. */
  get sourceCount(): number {
    return this.#named.length;
  }

  /** A map that is made of maps has none of its own. */
  get #named(): readonly unknown[] {
    const sources: unknown = this.#map.payload.sources;
    return Array.isArray(sources) ? sources : [];
  }

  /** Where a line of one of its files runs. Empty: nowhere, or the map is one of several parts. */
  runningPlaces(file: string, line: number): RunningPlace[] {
    const { mappings } = this.#map.payload;
    return this.#named.flatMap((one, index) =>
      typeof mappings === 'string' && this.#sources.pathOf(one) === file ? runningPlaces(mappings, index, line) : [],
    );
  }

  /** Undefined where the user wrote nothing of it. */
  placeOf(line: number, column: number): UserPlace | undefined {
    return this.#find(line, column);
  }

  /** As `placeOf`, by what the map says of that line itself: on lines that a bundler added it says nothing. */
  placeOnLine(line: number, column: number): UserPlace | undefined {
    return this.#find(line, column, true);
  }

  #find(line: number, column: number, onLine = false): UserPlace | undefined {
    const entry = this.#map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return undefined;
    if (onLine && entry.generatedLine !== line - 1) return undefined;
    const file = this.#sources.pathOf(entry.originalSource);
    return file === undefined ? undefined : { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }
}

/** Of a file and nothing else: a pipe would keep the program waiting. */
export function textOfFile(path: string): string {
  if (!statSync(path).isFile()) throw new Error('it is no file');
  return readFileSync(path, 'utf8');
}
