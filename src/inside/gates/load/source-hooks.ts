import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { getCallSites } from 'node:util';
import { matches, tryPathOfUrl } from '../../../base/index.ts';
import { tryStripTypes } from './typescript.ts';

/** A file as it is about to be compiled. */
export interface LoadedSource {
  readonly path: string;
  /** What V8 calls it, where that is no path and not the path's URL: it has a query, as one has that is loaded again. */
  readonly name?: string;
  readonly text: string;
  /** Undefined where Node finds out from the text. */
  readonly kind: 'module' | 'commonjs' | undefined;
  /** It is compiled as the body of a function: its first line runs before any of its functions can be called. */
  readonly isBody?: true;
  /** It can import nothing but what it names itself. */
  readonly isAlone?: true;
}

/** Changes the text of files as they are loaded. Where both ways lead to one file it sees its own text, and leaves it. */
export interface SourceEditor {
  wants(path: string): boolean;
  /** Undefined: it stays as it is. Never throws. */
  edit(source: LoadedSource): string | undefined;
}

interface Loaded {
  readonly format?: string | null | undefined;
  readonly source?: string | ArrayBuffer | NodeJS.TypedArray | null | undefined;
}

type Load = (url: string, context: unknown, nextLoad: (url: string, context: unknown) => Loaded) => Loaded;

type Compile = (this: object, content: string, filename: string, ...rest: unknown[]) => unknown;

/**
 * Sees the source of each file after the user's own loaders: by Node's load hook, and by `module._compile` for
 * loaders that replace `require` (tsx) and so go past the hooks.
 */
export function hookSources(editors: readonly SourceEditor[]): void {
  const editor = inTurn(editors);
  const done = new Set<string>();
  stayOutermost({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const path = tryPathOfUrl(url);
      if (path === undefined || !editor.wants(path)) return loaded;
      const edited = editLoaded(editor, matches(/[?#]/, url) ? { path, name: url } : { path }, loaded);
      if (edited !== undefined) done.add(path);
      return edited ?? loaded;
    },
  });
  hookCompile(
    (path, byNode) => !(done.has(path) && byNode()) && editor.wants(path),
    (text, path, kind) => editor.edit({ text, path, kind }) ?? text,
  );
}

/** Each sees what those before it made. */
export function inTurn(editors: readonly SourceEditor[]): SourceEditor {
  return {
    wants: path => editors.some(one => one.wants(path)),
    edit(source) {
      let text: string | undefined;
      for (const one of editors)
        if (one.wants(source.path)) text = one.edit({ ...source, text: text ?? source.text }) ?? text;
      return text;
    },
  };
}

interface Registered {
  deregister(): void;
}

type RegisterHooks = (this: unknown, hooks: object) => Registered;

/** Who registers last sees what all others made of a source: we register again after each of the program's. */
function stayOutermost(hooks: { load: Load }): void {
  const holder = nodeModule.default as unknown as { registerHooks?: RegisterHooks };
  const original = holder.registerHooks;
  if (original === undefined) return;
  let ours = original(hooks);
  const registerHooks: RegisterHooks = function (theirs) {
    const registered = Reflect.apply(original, this, [theirs]);
    ours.deregister();
    ours = original(hooks);
    return registered;
  };
  Object.defineProperty(registerHooks, 'name', { value: original.name });
  holder.registerHooks = registerHooks;
  nodeModule.syncBuiltinESMExports();
}

/** Whether Node's own loader reads `_compile` now; a loader in its place reads again what an import has loaded for it. */
function isReadByNode(): boolean {
  const [own, ...callers] = getCallSites(6);
  const reader = callers.find(site => site.scriptName !== own?.scriptName);
  return reader?.scriptName.startsWith('node:') === true;
}

function editLoaded(
  editor: SourceEditor,
  named: Pick<LoadedSource, 'path' | 'name'>,
  loaded: Loaded,
): Loaded | undefined {
  const format = loaded.format ?? undefined;
  const isTypes = format?.endsWith('-typescript') === true;
  const kind = isTypes ? format!.slice(0, -'-typescript'.length) : format;
  if (kind !== undefined && kind !== 'module' && kind !== 'commonjs') return undefined;
  const raw = textOf(named.path, loaded);
  if (raw === undefined) return undefined;
  const text = isTypes ? tryStripTypes(raw, named.path) : raw;
  if (text === undefined) return undefined;
  const edited = editor.edit({ ...named, text, kind });
  return edited === undefined ? undefined : { ...loaded, source: edited, ...(isTypes ? { format: kind } : {}) };
}

/** Node leaves the source away where it would read a CommonJS file later by itself. */
function textOf(path: string, { source }: Loaded): string | undefined {
  if (typeof source === 'string') return source;
  try {
    return source === null || source === undefined ? readFileSync(path, 'utf8') : new TextDecoder().decode(source);
  } catch {
    return undefined;
  }
}

/**
 * `module._compile` becomes a property that is read: only a module that we edit gets a function of ours, so no other
 * module's stack has a frame more.
 */
function hookCompile(
  isWanted: (path: string, byNode: () => boolean) => boolean,
  edit: (text: string, path: string, kind: LoadedSource['kind']) => string,
): void {
  const { prototype } = nodeModule.default as unknown as { prototype: object };
  const before = Object.getOwnPropertyDescriptor(prototype, '_compile');
  if (typeof before?.value !== 'function' || before.configurable !== true) return;
  let compile = before.value as Compile;
  const compileEdited: Compile = function (content, path, ...rest) {
    const kind = rest[0] === 'module' || rest[0] === 'commonjs' ? rest[0] : undefined;
    return Reflect.apply(compile, this, [edit(content, path, kind), path, ...rest]);
  };
  // Stacks name it after the property that holds it; behind an accessor V8 does not find it, so it gets the name itself.
  Object.defineProperty(compile, 'name', { value: '_compile', configurable: true });
  Object.defineProperty(prototype, '_compile', {
    configurable: true,
    enumerable: before.enumerable ?? true,
    get(this: { filename?: unknown }) {
      return typeof this.filename === 'string' && isWanted(this.filename, isReadByNode) ? compileEdited : compile;
    },
    set(this: object, value: Compile) {
      if (this === prototype) compile = value;
      else Object.defineProperty(this, '_compile', { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
