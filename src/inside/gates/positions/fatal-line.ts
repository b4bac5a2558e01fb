import * as nodeModule from 'node:module';
import { setImmediate } from 'node:timers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { matches } from '../../../base/index.ts';
import { caretColumn } from './caret-column.ts';
import type { Columns } from './columns.ts';
import type { GatedScripts } from './gated-scripts.ts';

interface SourceMapsSupport {
  readonly enabled: boolean;
  readonly nodeModules: boolean;
  readonly generatedCode: boolean;
}

interface NodesMap {
  readonly payload: { readonly sources: readonly unknown[] };
  findEntry(line: number, column: number): object;
}

const { findSourceMap, getSourceMapsSupport, setSourceMapsSupport, Module } = nodeModule as unknown as {
  findSourceMap(name: string): NodesMap | undefined;
  getSourceMapsSupport?(): SourceMapsSupport;
  setSourceMapsSupport?(enabled: boolean, options: Omit<SourceMapsSupport, 'enabled'>): void;
  Module: new (path: string) => { _compile(text: string, path: string): void };
};
const { nextTick } = process;

const emptyMap = `data:application/json;base64,${Buffer.from('{"version":3,"sources":[],"names":[],"mappings":""}').toString('base64')}`;

/**
 * What a gated text that names no map ends with: without it, Node does not ask for a map before it prints a line of the
 * file. It maps nothing.
 */
export const mapAnchor = `\n//# sourceMappingURL=${emptyMap}`;

/**
 * The place that Node prints above an error that nobody caught. Node's native side prints it, and when source maps are
 * on it asks them for it: they are turned on for that one question, when nothing of the program runs any more.
 */
export class FatalLine {
  readonly #scripts: GatedScripts;
  #isFatal = false;
  #disarm: (() => void) | undefined;
  /** Node keeps a module's map as long as the module. */
  readonly #kept: unknown[] = [];

  /** A gated module awaits something at its top level. */
  readonly #awaits: () => boolean;

  constructor(scripts: GatedScripts, awaits: () => boolean) {
    this.#scripts = scripts;
    this.#awaits = awaits;
  }

  /** To be told after each `process.emit` of the three, and how that ended; a listener may have thrown. */
  emitted(event: 'uncaughtException' | 'beforeExit' | 'exit', ended: 'heard' | 'unheard' | 'threw'): void {
    // A worker hands its error to its parent, which prints it.
    if (!isMainThread) return;
    if (event === 'uncaughtException') {
      this.#isFatal = ended !== 'heard';
      // Otherwise the listeners of `exit` are still to run.
      if (ended === 'threw' || (this.#isFatal && (process as { _exiting?: boolean })._exiting === true)) this.#arm();
    } else if (event === 'exit') {
      if (this.#isFatal) this.#arm();
    } else if (this.#awaits()) {
      // Before `exit` Node prints where each module waits that never went on. Where the loop turns again, it does not.
      this.#arm('each');
      setImmediate(() => this.disarm()).unref();
    }
  }

  disarm(): void {
    this.#disarm?.();
  }

  #arm(which: 'one' | 'each' = 'one'): void {
    if (this.#disarm !== undefined || getSourceMapsSupport === undefined || setSourceMapsSupport === undefined) return;
    const { prototype } = String;
    const startsWith = Object.getOwnPropertyDescriptor(prototype, 'startsWith');
    if (startsWith?.configurable !== true) return;
    const { enabled } = getSourceMapsSupport();
    this.#disarm = () => {
      this.#disarm = undefined;
      Object.defineProperty(prototype, 'startsWith', startsWith);
      if (!enabled) setSourceMapsSupport(false, { nodeModules: false, generatedCode: false });
    };
    if (!enabled) setSourceMapsSupport(true, { nodeModules: true, generatedCode: true });
    const line = this;
    // The first thing that Node does with the name of the script: only here is it known which one is asked for.
    const listen = () =>
      Object.defineProperty(prototype, 'startsWith', {
        ...startsWith,
        value(this: unknown, ...args: unknown[]) {
          Object.defineProperty(prototype, 'startsWith', startsWith);
          try {
            line.#answerFor(this, which);
          } catch {
            line.disarm();
          }
          if (which === 'each' && line.#disarm !== undefined) listen();
          return Reflect.apply(startsWith.value, this, args);
        },
      });
    listen();
    // The program itself may have said that an error was not caught: then it goes on.
    if (which === 'one') nextTick(() => this.disarm());
  }

  #answerFor(script: unknown, which: 'one' | 'each'): void {
    const columns = this.#scripts.columnsOf(script);
    const map = columns && (findSourceMap(script as string) ?? this.#emptyMapOf(script as string));
    if (map !== undefined) this.#answer(script as string, columns!, map, which);
    else if (which === 'one') this.disarm();
  }

  #answer(script: string, columns: Columns, map: NodesMap, which: 'one' | 'each'): void {
    const isOurs = map.payload.sources.length === 0;
    const { findEntry } = map;
    Object.defineProperty(map, 'findEntry', {
      configurable: true,
      value: (line: number, gatedColumn: number) => {
        Reflect.deleteProperty(map, 'findEntry');
        if (which === 'one') this.disarm();
        const column = columns.original(line + 1, gatedColumn + 1) - 1;
        if (!isOurs) return Reflect.apply(findEntry, map, [line, column]);
        const text = this.#scripts.lineOf(script, line + 1);
        if (text === undefined) return {};
        const source = sayLater(script);
        const payload = { sources: [source], sourcesContent: ['\n'.repeat(line) + text] };
        Object.defineProperty(map, 'payload', { configurable: true, value: payload });
        return { originalLine: line, originalColumn: caretColumn(text, column), originalSource: source };
      },
    });
  }

  /** Node keeps maps of evaluated code by the URL that it names; where code may not be evaluated, that of a module. */
  #emptyMapOf(script: string): NodesMap | undefined {
    const path = script.startsWith('file:') ? fileURLToPath(script) : script;
    // What is evaluated goes by the name that it gives itself.
    const url = matches(/^[a-z][a-z\d+.-]+:/i, script) ? script : pathToFileURL(script).href;
    try {
      // biome-ignore lint/security/noGlobalEval: two comments and no code; it is how a map gets the name of a script.
      globalThis.eval(`//# sourceURL=${url}${mapAnchor}`);
    } catch {
      const module = new Module(path);
      module._compile(mapAnchor, path);
      this.#kept.push(module);
    }
    return findSourceMap(script);
  }
}

/** Node would turn a URL into a path; what it prints without a map is the name as it is. It looks first, then prints. */
function sayLater(name: string): { toString(): string } {
  let asked = 0;
  return { toString: () => (asked++ === 0 ? '' : name) };
}
