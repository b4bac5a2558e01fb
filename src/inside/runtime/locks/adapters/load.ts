import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Runtime } from '../../core/index.ts';
import { editFor } from './edits.ts';
import { editOnCompile } from './second-net.ts';

interface Loaded {
  readonly format?: string | null | undefined;
  readonly source?: string | ArrayBuffer | NodeJS.TypedArray | null | undefined;
}

interface Hooks {
  load(url: string, context: unknown, nextLoad: (url: string, context: unknown) => Loaded): Loaded;
}

/** Puts a line behind the source of the files that we know, and touches no other: lines and columns stay where they are. */
export function editOnLoad(rt: Runtime): void {
  const { registerHooks } = nodeModule as { registerHooks?: (hooks: Hooks) => unknown };
  registerHooks?.({
    load(url, context, nextLoad) {
      const isOurs = url.includes('/node_modules/') && editFor(url) !== undefined;
      const loaded = nextLoad(url, context);
      if (!isOurs) return loaded;
      return rt.guard('lock adapters', () => ({ ...loaded, source: edited(rt, url, textOf(url, loaded)) })) ?? loaded;
    },
  });
  editOnCompile(
    filename => filename.includes('/node_modules/') && editFor(filename) !== undefined,
    (content, filename) =>
      rt.guard('lock adapters', () => edited(rt, pathToFileURL(filename).href, content)) ?? content,
  );
}

function edited(rt: Runtime, url: string, source: string): string {
  if (source.includes('"eddy.adapt"')) return source;
  const line = editFor(url)?.(source);
  if (line !== undefined) return `${source}\n${line}\n`;
  rt.notes.add(`The locks in ${url} are not watched: this version of the package has another shape.`);
  return source;
}

/** Node leaves the source away where it would read a CommonJS file later by itself. */
function textOf(url: string, { source }: Loaded): string {
  if (typeof source === 'string') return source;
  return source === null || source === undefined
    ? readFileSync(fileURLToPath(url), 'utf8')
    : new TextDecoder().decode(source);
}
