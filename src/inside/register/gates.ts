import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatesGlobal } from '../gates/gated/index.ts';
import type { GateOptions, GateResult } from '../gates/instrument/index.ts';
import { defaultCacheFolder, GateCache, GateFiles, hookSources, selectFiles } from '../gates/load/index.ts';
import { Activations, type GatedModule } from '../runtime/activations/index.ts';
import type { Runtime } from '../runtime/inside.ts';

export interface GateChoice {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

const own = dirname(fileURLToPath(import.meta.url));

/** Gives the program's files their gates as they are loaded, and what gated code calls. */
export function openGates(rt: Runtime, choice: GateChoice): GateFiles {
  const activations = rt.part('activations', () => new Activations(rt));
  const instrumentPath = join(own, 'gates.cjs');
  const files = new GateFiles({
    wants: selectFiles({ cwd: process.cwd(), own, ...choice }),
    cache: new GateCache(defaultCacheFolder(process.env)),
    build: buildOf(instrumentPath),
    instrument: () => {
      const { gateSource } = createRequire(import.meta.url)(instrumentPath) as {
        gateSource: (source: string, options: GateOptions) => GateResult;
      };
      return gateSource;
    },
    onGated() {},
  });
  Object.defineProperty(globalThis, gatesGlobal, {
    configurable: true,
    value: (key: string, gates: number) => {
      const file = files.files.get(key);
      const module: GatedModule = {
        file: file?.path ?? '',
        get functions() {
          return file?.table().functions ?? [];
        },
        get awaits() {
          return file?.table().awaits ?? [];
        },
      };
      return {
        ...activations.words(module),
        g: new Uint8Array(new SharedArrayBuffer(gates)),
        e() {},
        m: () => false,
        w: () => false,
        h: () => undefined,
        u: (_index: number, value: unknown) => value,
      };
    },
  });
  hookSources(files);
  return files;
}

function buildOf(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}
