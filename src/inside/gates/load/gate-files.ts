import { matches } from '../../../base/index.ts';
import { countsOf, type GateCounts, type GatedPart, type GateTable, gatesGlobal } from '../gated/index.ts';
import type { AskedOfPart, GateOptions, GateResult } from '../instrument/index.ts';
import { Cycles } from './cycles.ts';
import type { GateCache } from './gate-cache.ts';
import type { LoadedSource, SourceEditor } from './source-hooks.ts';

/** Of a file that was made of others. */
export interface Origin {
  /** Changes when what it says does. */
  readonly stamp: string;
  /** Which of its code stays as it is, by where its text is: that of packages. Undefined: none of it. */
  leaves(): GateOptions['leaves'] | 'all';
}

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
  /** Undefined: it is as somebody wrote it. */
  readonly originOf?: (path: string, text: string) => Origin | undefined;
}

export interface GatedFile {
  readonly key: string;
  /** As V8 calls it; of a program in a string: its `sourceURL`. */
  readonly path: string;
  /** The file on disk that it is in. */
  readonly container: string;
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

/** A map that the text names, and no string in it. */
const ownMap = /\/\/[#@] sourceMappingURL=[^\s"'`\\]+[ \t]*(?:\r?\n|$)/;

interface ToPlace extends LoadedSource {
  readonly key: string;
  readonly inCycle: boolean;
  readonly lines: readonly number[] | 'all';
  readonly origin: Origin | undefined;
}

/** Gives files their gates, as they are loaded, and keeps the account of it. */
export class GateFiles implements SourceEditor {
  readonly #options: GateFilesOptions;
  readonly #cycles = new Cycles();
  readonly #files = new Map<string, GatedFile>();
  readonly #byPath = new Map<string, GatedFile>();
  /** Those that a query tells apart. */
  readonly #byName = new Map<string, GatedFile>();
  readonly #ungated = new Map<string, UngatedFile>();
  #instrument: ReturnType<GateFilesOptions['instrument']> | undefined;
  #tookMs = 0;
  #leavesAll = false;

  constructor(options: GateFilesOptions) {
    this.#options = options;
  }

  /** From now on files are left as they are. */
  leaveAll(): void {
    this.#leavesAll = true;
  }

  wants(path: string): boolean {
    return !this.#leavesAll && matches(/\.[cm]?[jt]sx?$/, path) && this.#options.wants(path);
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

  /** By the name that V8 has for it, or else by its path. */
  fileOf(name: string): GatedFile | undefined {
    return this.#byName.get(name) ?? this.#byPath.get(name);
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

  #edit({ path, name, text, kind, isBody, isAlone }: LoadedSource): string | undefined {
    const { cache, build, linesWanted, originOf } = this.#options;
    const lines = linesWanted?.(path, text) ?? [];
    const inCycle = kind !== 'commonjs' && isBody !== true && this.#cycles.mayBeIn(path, text);
    if (inCycle && isAlone === true) {
      this.#ungated.set(path, {
        path,
        why: 'it may be part of a cycle of imports, and its runner resolves each import itself',
      });
      return undefined;
    }
    const origin = originOf?.(path, text);
    const key = cache.keyOf([
      build,
      path,
      kind ?? '',
      inCycle ? 'cycle' : '',
      String(lines),
      origin?.stamp ?? '',
      text,
    ]);
    const same = this.#files.get(key);
    // Loaded again, as it was: what is known of it is kept once.
    if (same !== undefined) return this.#take(same, name);
    const known = cache.tryRead(key);
    const gated = known ?? this.#place({ path, text, kind, key, inCycle, lines, origin });
    if (gated === undefined) return undefined;
    if (known === undefined) cache.write(key, gated);
    const { anchor } = this.#options;
    const whole = matches(ownMap, gated.text) ? gated.text : gated.text + anchor;
    let table: GateTable | undefined;
    const file: GatedFile = {
      key,
      path,
      container: path,
      text: whole,
      counts: countsOf(gated.table),
      table: () => {
        table ??= JSON.parse(gated.table) as GateTable;
        return table;
      },
    };
    return this.#take(file, name);
  }

  #take(file: GatedFile, name: string | undefined): string {
    this.#add(file, name);
    if (file.counts.parts > 0) for (const part of file.table().parts) this.#addPart(part, file.path);
    this.#ungated.delete(file.path);
    return file.text;
  }

  #add(file: GatedFile, name?: string): void {
    this.#files.set(file.key, file);
    if (name !== undefined) this.#byName.set(name, file);
    if (name === undefined || !this.#byPath.has(file.path)) this.#byPath.set(file.path, file);
  }

  #addPart({ key, name, text, table }: GatedPart, container: string): void {
    // Its functions are among the file's.
    this.#add({ key, path: name, container, text, counts: { functions: 0, skipped: 0, parts: 0 }, table: () => table });
  }

  #place({ path, text, kind, key, inCycle, lines, origin }: ToPlace): { text: string; table: string } | undefined {
    const leaves = origin?.leaves();
    if (leaves === 'all') return undefined;
    this.#instrument ??= this.#options.instrument();
    let result: GateResult | undefined;
    // Where Node finds out the kind of a file from its text, so do we.
    for (const one of kind === undefined ? (['commonjs', 'module'] as const) : [kind]) {
      result = this.#instrument(text, {
        kind: one,
        key,
        cycle: inCycle && one === 'module',
        ...(leaves === undefined ? {} : { leaves }),
        ...(lines.length === 0
          ? {}
          : {
              everyStatementAt: (from: number, to: number) =>
                lines === 'all' || lines.some(line => line >= from && line <= to),
            }),
        part: (name, inner) => this.#askedOfPart(name, path, inner, lines),
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

  /** Whose a program in a string is says its own map; where it has none, its name. */
  #askedOfPart(name: string, path: string, text: string, lines: readonly number[] | 'all'): AskedOfPart | 'left' {
    // A name that is a path would be taken for that file.
    if (!matches(/^(?!file:|node:)[a-z][a-z\d+.-]+:/i, name) || !this.#options.wants(name)) return 'left';
    const leaves = this.#options.originOf?.(path, text)?.leaves();
    if (leaves === 'all') return 'left';
    return {
      ...(leaves === undefined ? {} : { leaves }),
      ...(lines === 'all' ? { everyStatementAt: () => true } : {}),
      ...(matches(ownMap, text) ? {} : { ending: this.#options.anchor }),
    };
  }
}
