import nodeInspector from 'node:inspector';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import vm from 'node:vm';
import { matches, tryPathOfUrl } from '../../../base/index.ts';
import type { SourceEditor } from './source-hooks.ts';

export interface VmSources {
  readonly editor: SourceEditor;
  /** The source map of what has this name, where its runner keeps it beside the text. */
  mapOf(name: string): string | undefined;
  /** Code of ours is about to run in this context: what it calls has to be in its global object. */
  onContext(context: vm.Context): void;
  /** Somebody counts what runs, by offsets in the text that runs. */
  onCoverage(): void;
}

interface ScriptOptions {
  readonly filename?: unknown;
  readonly cachedData?: unknown;
  readonly parsingContext?: vm.Context;
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Functions that runners put round a module: what stands between is a text that begins at the file's first column. `isMoved`: its
 * lines are other than the file's, so that without a map a line could be any.
 */
const wrappers = [
  { before: /^'use strict';async \([\w$,]*\)=>\{\{/, after: '\n}}', kind: 'module', isMoved: true },
  { before: /^\(\{"Object\.<anonymous>":function\([\w$,]*\)\{/, after: '\n}});', kind: 'commonjs', isMoved: false },
] as const;

/**
 * Test runners load modules past Node's loader: they compile them by `node:vm`, as functions. Sees the source of each that has the
 * path of a file for a name. Nothing is done to what is evaluated without one.
 */
export function hookVm(sources: VmSources): void {
  watchCoverage(() => sources.onCoverage());
  const edited = (text: unknown, options: unknown, kind?: 'commonjs'): string | undefined => {
    const { filename, cachedData } = asOptions(options);
    if (typeof text !== 'string' || typeof filename !== 'string' || cachedData !== undefined) return undefined;
    const path = pathOf(filename);
    if (path === undefined || !sources.editor.wants(path)) return undefined;
    if (kind !== undefined) return sources.editor.edit({ path, text, kind, isBody: true });
    const wrapper = wrappers.find(({ before, after }) => matches(before, text) && text.endsWith(after));
    const [head] = wrapper?.before.exec(text) ?? [];
    if (wrapper === undefined || head === undefined) return undefined;
    const inner = withMap(text.slice(head.length, text.length - wrapper.after.length), sources.mapOf(filename));
    if (wrapper.isMoved && !inner.includes(mapWord)) return undefined;
    const result = sources.editor.edit({ path, text: inner, kind: wrapper.kind, isBody: true });
    return result === undefined ? undefined : head + result + wrapper.after;
  };
  replace(vm, 'compileFunction', original => {
    return function (this: unknown, ...args: unknown[]) {
      const text = edited(args[0], args[2], 'commonjs');
      if (text === undefined) return Reflect.apply(original, this, args);
      const { parsingContext } = asOptions(args[2]);
      if (parsingContext !== undefined) sources.onContext(parsingContext);
      return Reflect.apply(original, this, [text, ...args.slice(1)]);
    };
  });
  replace(vm, 'runInThisContext', original => {
    return function (this: unknown, ...args: unknown[]) {
      const text = edited(args[0], args[1]);
      return Reflect.apply(original, this, text === undefined ? args : [text, ...args.slice(1)]);
    };
  });
  hookScripts(edited, sources);
  hookModules(sources);
  syncBuiltinESMExports();
}

function hookScripts(edited: (text: unknown, options: unknown) => string | undefined, sources: VmSources): void {
  const ours = new WeakSet<object>();
  const { prototype } = vm.Script;
  const Script = new Proxy(vm.Script, {
    construct(target, args, newTarget) {
      const text = edited(args[0], args[1]);
      const script = Reflect.construct(target, text === undefined ? args : [text, ...args.slice(1)], newTarget);
      if (text !== undefined) ours.add(script);
      return script;
    },
  });
  Object.defineProperty(vm, 'Script', { ...Object.getOwnPropertyDescriptor(vm, 'Script'), value: Script });
  Object.defineProperty(prototype, 'constructor', {
    ...Object.getOwnPropertyDescriptor(prototype, 'constructor'),
    value: Script,
  });
  replace(prototype, 'runInContext', original => {
    return function (this: unknown, ...args: unknown[]) {
      if (ours.has(this as object)) sources.onContext(args[0] as vm.Context);
      return Reflect.apply(original, this, args);
    };
  });
}

interface ModuleOptions extends ScriptOptions {
  readonly identifier?: unknown;
  readonly context?: vm.Context;
}

/** There only where Node was started with --experimental-vm-modules. */
function hookModules({ editor, onContext }: VmSources): void {
  const holder = vm as { SourceTextModule?: new (...args: unknown[]) => object };
  const { SourceTextModule: original } = holder;
  if (original === undefined) return;
  const ours = new Proxy(original, {
    construct(target, args, newTarget) {
      const [text, options = {}] = args as [unknown, ModuleOptions?];
      const { identifier, cachedData, context } = options;
      const path = typeof identifier === 'string' && cachedData === undefined ? pathOf(identifier) : undefined;
      const isMeant = typeof text === 'string' && path !== undefined && editor.wants(path);
      const edited = isMeant ? editor.edit({ path, text, kind: 'module', isAlone: true }) : undefined;
      if (edited === undefined) return Reflect.construct(target, args, newTarget);
      if (context !== undefined) onContext(context);
      return Reflect.construct(target, [edited, ...args.slice(1)], newTarget);
    },
  });
  Object.defineProperty(original.prototype, 'constructor', {
    ...Object.getOwnPropertyDescriptor(original.prototype, 'constructor'),
    value: ours,
  });
  holder.SourceTextModule = ours;
}

/** Precise coverage is asked for through the inspector, by the runner in this thread, before it loads what it counts. */
function watchCoverage(onCoverage: () => void): void {
  const { Session: Promising } = createRequire(import.meta.url)('node:inspector/promises') as typeof nodeInspector;
  for (const { prototype } of [nodeInspector.Session, Promising])
    replace(prototype, 'post', original => {
      return function (this: unknown, ...args: unknown[]) {
        if (args[0] === 'Profiler.startPreciseCoverage') onCoverage();
        return Reflect.apply(original, this, args);
      };
    });
}

/** In the text, as the runner itself has it there for debuggers. */
function withMap(text: string, map: string | undefined): string {
  if (map === undefined || text.includes(mapWord)) return text;
  return `${text}\n${mapWord}data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
}

const mapWord = '//# sourceMappingURL=';

function replace(holder: object, name: string, make: (original: AnyFunction) => AnyFunction): void {
  const found = Object.getOwnPropertyDescriptor(holder, name);
  if (typeof found?.value !== 'function') return;
  const original = found.value as AnyFunction;
  const ours = make(original);
  for (const key of ['name', 'length'])
    Object.defineProperty(ours, key, Object.getOwnPropertyDescriptor(original, key) ?? {});
  Object.defineProperty(holder, name, { ...found, value: ours });
}

function asOptions(options: unknown): ScriptOptions {
  if (typeof options === 'string') return { filename: options };
  return typeof options === 'object' && options !== null ? options : {};
}

function pathOf(name: string): string | undefined {
  if (!name.startsWith('file:')) return name.startsWith('/') || matches(/^[A-Za-z]:[\\/]/, name) ? name : undefined;
  return tryPathOfUrl(name);
}
