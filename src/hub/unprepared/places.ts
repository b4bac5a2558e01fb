import { readFileSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toPath } from '../../base/index.ts';
import type { SuspendedFunction, SuspendedPlace } from '../../wire/protocol/index.ts';
import type { ScriptPlace } from './heap-graph.ts';
import type { Script } from './scripts.ts';

const maxMapBytes = 64 * 1024 * 1024;

/** From what the engine runs to what the user wrote. */
export class Places {
  readonly #scripts: ReadonlyMap<string, Script>;
  /** Where the process's files are, as we see them. */
  readonly #root: string;
  readonly #maps = new Map<string, SourceMap | undefined>();

  constructor(scripts: ReadonlyMap<string, Script>, root: string) {
    this.#scripts = scripts;
    this.#root = root;
  }

  placeOf({ script, line, column }: ScriptPlace): SuspendedPlace {
    const file = toPath(this.#scripts.get(script)?.url ?? '');
    const running = { file, line: line + 1, column: column + 1 };
    const entry = this.#mapOf(script, file)?.findEntry(line, column);
    if (entry === undefined || !('originalSource' in entry) || entry.originalSource === undefined) return running;
    const { originalSource: source, originalLine, originalColumn } = entry;
    const original =
      source.includes('://') && !source.startsWith('file:') ? source : resolve(dirname(file), toPath(source));
    const place = { file: original, line: originalLine + 1, column: originalColumn + 1 };
    return place.file === file && place.line === running.line ? running : { ...place, running };
  }

  #mapOf(script: string, file: string): SourceMap | undefined {
    if (!this.#maps.has(script)) this.#maps.set(script, this.#read(this.#scripts.get(script)?.map ?? '', file));
    return this.#maps.get(script);
  }

  /** In the script itself or a file beside it; what lies elsewhere is not fetched. */
  #read(url: string, file: string): SourceMap | undefined {
    try {
      const inline = /^data:application\/json[^,]*?(;base64)?,/.exec(url);
      if (inline !== null) {
        const text = url.slice(inline[0].length);
        return parse(inline[1] === undefined ? decodeURIComponent(text) : Buffer.from(text, 'base64').toString());
      }
      if (url === '' || !file.startsWith('/')) return undefined;
      const path =
        this.#root + (url.startsWith('file:') ? fileURLToPath(url) : resolve(dirname(file), decodeURIComponent(url)));
      const about = statSync(path);
      // A pipe in its place would be waited for, with the inspector open.
      return about.isFile() && about.size <= maxMapBytes ? parse(readFileSync(path, 'utf8')) : undefined;
    } catch {
      return undefined;
    }
  }
}

function parse(text: string): SourceMap {
  return new SourceMap(JSON.parse(text));
}

export function whoseIs(file: string): SuspendedFunction['whose'] {
  if (file.startsWith('node:')) return 'node';
  return /[\\/]node_modules[\\/]/.test(file) ? 'package' : 'application';
}
