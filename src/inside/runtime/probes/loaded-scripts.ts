import { isAbsolute, sep } from 'node:path';
import { tryPathOfUrl } from '../../../base/index.ts';
import { isOurs, UserMap, type UserPlace } from '../core/index.ts';
import type { AskV8, Location } from './call-frame.ts';
import type { ScriptParsed, StandingLine } from './inner-lines.ts';

/** What edited code calls, and is known by. */
export const handName = 'eddy.live.1';

/** A script that V8 has, from a file or what is called one. */
export interface LoadedScript {
  readonly scriptId: string;
  readonly url: string;
  readonly path: string;
  readonly isModule: boolean;
  readonly mapAddress: string;
}

/** The source that is meant, and the scripts that were made of it. */
interface Meant {
  readonly source: string;
  readonly made: readonly { readonly script: LoadedScript; readonly map: UserMap | undefined }[];
}

/** A piece that was put into a script's text while it runs: where in the text as it was, from 0. */
export interface Shift {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A script that a line of the user's is in, and which of its places are on that line. */
export interface LineInScript {
  readonly script: LoadedScript;
  /** The user's place of one in the text as it was loaded, lines and columns from 1; undefined: it is on another line. */
  isLine(line: number, column: number): UserPlace | undefined;
}

export type FoundLines =
  | { readonly found: true; readonly lines: readonly StandingLine[]; readonly source: string }
  | { readonly found: false; readonly loaded: boolean; readonly why: string; readonly near: readonly number[] };

/** So far from a line without code others are looked for. */
const nearLines = 5;
const mostMaps = 200;

/** The scripts of this thread, by the paths of what the user wrote. */
export class LoadedScripts {
  readonly #ask: AskV8;
  readonly #scripts = new Map<string, LoadedScript>();
  /** Of scripts that were asked for, by id: undefined has none. */
  readonly #maps = new Map<string, UserMap>();
  readonly #shifts = new Map<string, readonly Shift[]>();

  constructor(ask: AskV8) {
    this.#ask = ask;
  }

  /** False: it is none that a user could mean. */
  add({ scriptId, url, sourceMapURL = '', isModule = false }: ScriptParsed): boolean {
    const path = pathOf(url);
    if (path === '' || path.startsWith('node:') || isOurs(path)) return false;
    this.#scripts.set(scriptId, { scriptId, url, path, isModule, mapAddress: sourceMapURL });
    return true;
  }

  get all(): Iterable<LoadedScript> {
    return this.#scripts.values();
  }

  textOf({ scriptId }: LoadedScript): string | undefined {
    return this.#ask<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId })?.scriptSource;
  }

  /** Its text is another from now on. */
  shifted(scriptId: string, shifts: readonly Shift[]): void {
    this.#shifts.set(scriptId, shifts);
  }

  linesIn(name: string, line: number): LineInScript[] {
    const [first, another] = this.#meantBy(name);
    if (first === undefined || another !== undefined) return [];
    const { source, made } = first;
    return made.map(({ script, map }) => ({
      script,
      isLine: (at, column) => {
        const place = map === undefined ? { file: source, line: at, column } : map.placeOnLine(at, column);
        return place?.file === source && place.line === line ? place : undefined;
      },
    }));
  }

  /** The line that the user wrote. */
  userLine(script: LoadedScript, line: number, column: number): number | undefined {
    const map = this.#maps.get(script.scriptId);
    return map === undefined ? line : map.placeOnLine(line, column)?.line;
  }

  /** The first places of a line where V8 can stop, one a script. */
  find(name: string, line: number): FoundLines {
    const meant = this.#meantBy(name);
    const none = (loaded: boolean, why: string, near: readonly number[] = []): FoundLines => ({
      found: false,
      loaded,
      why,
      near,
    });
    const [first] = meant;
    if (first === undefined) return none(false, `No file of that name is loaded: ${name}.`);
    if (meant.length > 1) {
      const list = meant.slice(0, 5).map(one => one.source);
      return none(true, `${name} could be ${list.join(', ')}: name more of its path.`);
    }
    const { source, made } = first;
    const lines = made.flatMap(one => this.#lineIn(one, source, line) ?? []);
    if (lines.length > 0) return { found: true, lines, source };
    const near: number[] = [];
    for (let off = 1; off <= nearLines && near.length < 3; off++)
      for (const at of [line - off, line + off])
        if (at > 0 && made.some(one => this.#lineIn(one, source, at) !== undefined)) near.push(at);
    near.sort((a, b) => a - b);
    const hint = near.length === 0 ? '' : `; lines near it that have code: ${near.join(', ')}`;
    return none(true, `V8 cannot stop at ${name}:${line}: nothing begins there${hint}.`, near);
  }

  #lineIn({ script, map }: Meant['made'][number], source: string, line: number): StandingLine | undefined {
    if (map === undefined) {
      const at = this.#stopsIn(script, { line: line - 1, column: 0 }, { line, column: 0 })[0];
      return at && standing(script, at, { file: source, line, column: this.#loaded(script, at).column + 1 });
    }
    for (const from of map.runningPlaces(source, line)) {
      const [at] = this.#stopsIn(script, from, { line: from.line + 1, column: 0 });
      if (at === undefined) continue;
      const loaded = this.#loaded(script, at);
      const place = map.placeOf(loaded.line + 1, loaded.column + 1);
      if (place?.file === source && place.line === line) return standing(script, at, place);
    }
    return undefined;
  }

  /** Places of the text as it was loaded; what was put in has none. */
  #stopsIn({ scriptId }: LoadedScript, from: At, to: At): readonly Location[] {
    const shifts = this.#shifts.get(scriptId) ?? [];
    const place = ({ line, column }: At) => {
      const before = shifts.filter(one => one.line === line && column > 0 && one.column <= column);
      return { scriptId, lineNumber: line, columnNumber: before.reduce((sum, { length }) => sum + length, column) };
    };
    const asked = { start: place(from), end: place(to) };
    const found = this.#ask<{ locations: Location[] }>('Debugger.getPossibleBreakpoints', asked)?.locations ?? [];
    return found.filter(at => !this.#isInside(scriptId, at));
  }

  #loaded({ scriptId }: LoadedScript, { lineNumber: line, columnNumber = 0 }: Location): At {
    let column = columnNumber;
    for (const one of [...(this.#shifts.get(scriptId) ?? [])].sort((a, b) => a.column - b.column))
      if (one.line === line && one.column + one.length <= column) column -= one.length;
    return { line, column };
  }

  #isInside(scriptId: string, { lineNumber, columnNumber = 0 }: Location): boolean {
    let before = 0;
    for (const { line, column, length } of [...(this.#shifts.get(scriptId) ?? [])].sort(
      (a, b) => a.column - b.column,
    )) {
      if (line !== lineNumber) continue;
      if (columnNumber >= column + before && columnNumber < column + before + length) return true;
      before += length;
    }
    return false;
  }

  #meantBy(name: string): Meant[] {
    const end = sep + name.replace(/^\.\//, '');
    const isMeant = (path: string) => path === name || (!isAbsolute(name) && path.endsWith(end));
    const made = new Map<string, Meant['made'][number][]>();
    const add = (source: string, one: Meant['made'][number]) => {
      made.set(source, [...(made.get(source) ?? []), one]);
    };
    for (const script of this.#running(name)) {
      const map = this.#mapOf(script, name);
      for (const file of new Set(map?.files)) if (isMeant(file)) add(file, { script, map });
      if (isMeant(script.path)) add(script.path, { script, map: undefined });
    }
    return [...made].map(([source, all]) => ({ source, made: all }));
  }

  /** An edit leaves V8 for good with copies of the script that nothing runs: then the first of that address is the one that does. */
  *#running(name: string): IterableIterator<LoadedScript> {
    const byUrl = Map.groupBy(this.#scripts.values(), one => one.url);
    for (const all of byUrl.values()) {
      const isAsked = all.length > 1 && all.some(one => this.#mayBe(one, name));
      const wasEdited = isAsked && all.some(one => this.textOf(one)?.includes(handName));
      if (!wasEdited) yield* all;
      else yield all.reduce((first, one) => (Number(one.scriptId) < Number(first.scriptId) ? one : first));
    }
  }

  #mayBe({ path, mapAddress }: LoadedScript, name: string): boolean {
    return mapAddress !== '' || path.endsWith(name.replace(/^\.\//, ''));
  }

  /** Read when a name may be in it. */
  #mapOf(script: LoadedScript, name: string): UserMap | undefined {
    if (script.mapAddress === '') return undefined;
    const known = this.#maps.get(script.scriptId);
    if (known !== undefined) return known;
    const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    const map = UserMap.in(`//# sourceMappingURL=${script.mapAddress}`, script.path, text => text.includes(last));
    if (map !== undefined && this.#maps.size < mostMaps) this.#maps.set(script.scriptId, map);
    return map;
  }
}

interface At {
  readonly line: number;
  readonly column: number;
}

function standing(script: LoadedScript, at: Location, place: StandingLine['place']): StandingLine {
  const { lineNumber, columnNumber = 0 } = at;
  return { scriptId: script.scriptId, lineNumber, columnNumber, file: script.path, place };
}

function pathOf(url: string): string {
  return tryPathOfUrl(url) ?? url;
}
