import { countsOf, type GateCounts, type GateTable, gatesGlobal } from '../gated/index.ts';
import type { GateOptions, GateResult } from '../instrument/index.ts';
import { Cycles } from './cycles.ts';
import type { GateCache } from './gate-cache.ts';
import type { LoadedSource, SourceEditor } from './source-hooks.ts';

export interface GateFilesOptions {
  readonly wants: (path: string) => boolean;
  readonly cache: GateCache;
  /** Changes when gates are placed otherwise: the identity of what is cached. */
  readonly build: string;
  /** What a gated text ends with that names no source map of its own. */
  readonly anchor: string;
  /** Loaded when the first file is not in the cache. */
  readonly instrument: () => (source: string, options: GateOptions) => GateResult;
  /** Lines that have probes already: sync functions there get a gate on each statement. */
  readonly linesWanted?: (path: string, text: string) => readonly number[] | 'all';
}

export interface GatedFile {
  readonly key: string;
  readonly path: string;
  /** As it is compiled. */
  readonly text: string;
  readonly counts: GateCounts;
  readonly table: () => GateTable;
}

export interface UngatedFile {
  readonly path: string;
  readonly why: string;
  readonly line?: number;
}

/** Gives files their gates, as they are loaded, and keeps the account of it. */
export class GateFiles implements SourceEditor {
  readonly #options: GateFilesOptions;
  readonly #cycles = new Cycles();
  readonly #files = new Map<string, GatedFile>();
  readonly #byPath = new Map<string, GatedFile>();
  readonly #ungated = new Map<string, UngatedFile>();
  #instrument: ReturnType<GateFilesOptions['instrument']> | undefined;
  #tookMs = 0;

  constructor(options: GateFilesOptions) {
    this.#options = options;
  }

  wants(path: string): boolean {
    return /\.[cm]?[jt]sx?$/.test(path) && this.#options.wants(path);
  }

  get files(): ReadonlyMap<string, GatedFile> {
    return this.#files;
  }

  get ungated(): ReadonlyMap<string, UngatedFile> {
    return this.#ungated;
  }

  /** What loading cost because of gates. */
  get tookMs(): number {
    return this.#tookMs;
  }

  /** For the report: what has gates, what has none and why. */
  coverage(): Record<string, unknown> {
    let functions = 0;
    let skipped = 0;
    for (const { counts } of this.#files.values()) {
      functions += counts.functions;
      skipped += counts.skipped;
    }
    const ungated = [...this.#ungated.values()];
    return {
      files: this.#files.size,
      functions,
      skipped,
      ungatedFiles: ungated.length,
      ungated: ungated.slice(0, 20),
      tookMs: Math.round(this.#tookMs),
    };
  }

  /** The newest of this path. */
  fileOf(path: string): GatedFile | undefined {
    return this.#byPath.get(path);
  }

  edit(source: LoadedSource): string | undefined {
    if (source.text.includes(gatesGlobal)) return undefined;
    const from = performance.now();
    try {
      return this.#edit(source);
    } catch (error) {
      this.#ungated.set(source.path, { path: source.path, why: `Eddy itself failed: ${(error as Error).message}` });
      return undefined;
    } finally {
      this.#tookMs += performance.now() - from;
    }
  }

  #edit({ path, text, kind }: LoadedSource): string | undefined {
    const { cache, build, linesWanted } = this.#options;
    const lines = linesWanted?.(path, text) ?? [];
    const inCycle = kind !== 'commonjs' && this.#cycles.mayBeIn(path, text);
    const key = cache.keyOf([build, path, kind ?? '', inCycle ? 'cycle' : '', String(lines), text]);
    const known = cache.tryRead(key);
    const gated = known ?? this.#place(path, text, kind, key, inCycle, lines);
    if (gated === undefined) return undefined;
    if (known === undefined) cache.write(key, gated);
    const { anchor } = this.#options;
    const whole = gated.text.includes('//# sourceMappingURL=') ? gated.text : gated.text + anchor;
    let table: GateTable | undefined;
    const file: GatedFile = {
      key,
      path,
      text: whole,
      counts: countsOf(gated.table),
      table: () => {
        table ??= JSON.parse(gated.table) as GateTable;
        return table;
      },
    };
    this.#files.set(key, file);
    this.#byPath.set(path, file);
    this.#ungated.delete(path);
    return whole;
  }

  #place(
    path: string,
    text: string,
    kind: LoadedSource['kind'],
    key: string,
    inCycle: boolean,
    lines: readonly number[] | 'all',
  ): { text: string; table: string } | undefined {
    this.#instrument ??= this.#options.instrument();
    let result: GateResult | undefined;
    // Where Node finds out the kind of a file from its text, so do we.
    for (const one of kind === undefined ? (['commonjs', 'module'] as const) : [kind]) {
      result = this.#instrument(text, {
        kind: one,
        key,
        cycle: inCycle && one === 'module',
        ...(lines.length === 0
          ? {}
          : {
              everyStatementAt: (from: number, to: number) =>
                lines === 'all' || lines.some(line => line >= from && line <= to),
            }),
      });
      if (result.ok) return { text: result.text, table: JSON.stringify(result.table) };
    }
    if (result !== undefined && !result.ok)
      this.#ungated.set(path, {
        path,
        why: result.why,
        ...(result.line === undefined ? {} : { line: result.line }),
      });
    return undefined;
  }
}
