/** A preload that gives files gates and nothing else of Eddy's: what gated programs look like to themselves, by its own. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GateTable, gatesGlobal } from '../../src/inside/gates/gated/index.ts';
import { GateCache, GateFiles, hookSources, selectFiles } from '../../src/inside/gates/load/index.ts';
import { installPositions, mapAnchor } from '../../src/inside/gates/positions/index.ts';
import { Activations } from '../../src/inside/runtime/activations/index.ts';
import { runtime } from '../../src/inside/runtime/inside.ts';

const own = fileURLToPath(import.meta.url);
const rt = runtime();
const activations = rt.part('activations', () => new Activations(rt));
const texts = new Map<string, { inserts: readonly number[]; text: () => string }>();

const files = new GateFiles({
  wants: selectFiles({ cwd: process.cwd(), own: dirname(own), include: [], exclude: [] }),
  cache: new GateCache(undefined),
  build: '',
  instrument: () => createRequire(own)('./gates.cjs').gateSource,
});
hookSources({
  wants: path => files.wants(path),
  edit(source) {
    const gated = files.edit(source);
    if (gated === undefined) return undefined;
    const text = /\/\/[#@] sourceMappingURL=/.test(gated) ? gated : gated + mapAnchor;
    const file = [...files.files.values()].at(-1)!;
    const inserts = () => (file.table() as GateTable).inserts;
    texts.set(source.path, {
      get inserts() {
        return inserts();
      },
      text: () => text,
    });
    return text;
  },
});
Object.defineProperty(globalThis, gatesGlobal, {
  value: (key: string, gates: number) => {
    const file = files.files.get(key)!;
    const { functions, awaits } = file.table();
    const words = activations.words({ file: file.path, functions, awaits } as Parameters<Activations['words']>[0]);
    const never = () => false;
    return { ...words, g: new Uint8Array(gates), e() {}, m: never, w: never, h() {}, u: (_: number, v: unknown) => v };
  },
});

const { fatalLine } = installPositions({
  fileOf: path => texts.get(path),
  isOwn: file => file === own,
  guard: (what, run) => rt.guard(what, run),
});
const passed = process.emit as (...words: unknown[]) => boolean;
const emit = function (this: NodeJS.Process, ...words: unknown[]): boolean {
  let ended: 'threw' | 'heard' | 'unheard' = 'threw';
  try {
    const heard = Reflect.apply(passed, this, words);
    ended = heard ? 'heard' : 'unheard';
    return heard;
  } finally {
    if (words[0] === 'uncaughtException' || words[0] === 'exit') fatalLine.emitted(words[0], ended);
  }
};
Object.defineProperty(emit, 'name', { value: 'emit' });
Object.defineProperty(process, 'emit', { value: emit, writable: true, configurable: true });
