import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchOptions, type Row, row } from '../measure.ts';
import { type Room, underEddy } from './room.ts';

const files = 100;

/** A program of a hundred files, from its start to its end. */
export async function startUp(room: Room, { quick, say }: BenchOptions): Promise<Row[]> {
  const main = writeProgram(join(room.folder, 'program'));
  const warm = join(room.folder, 'warm-cache');
  const cold = join(room.folder, 'cold-cache');
  const took = { bare: [] as number[], ungated: [] as number[], cold: [] as number[], cached: [] as number[] };
  for (let run = -1; run < (quick ? 5 : 15); run++) {
    say(`start-up, run ${run + 1} …`);
    rmSync(cold, { recursive: true, force: true });
    const one = {
      bare: await timed(room, [main]),
      ungated: await timed(room, underEddy(['--no-gates'], main)),
      cold: await timed(room, underEddy([], main), cold),
      cached: await timed(room, underEddy([], main), warm),
    };
    // The first one fills the cache, and the machine's own.
    if (run >= 0) for (const kind of ['bare', 'ungated', 'cold', 'cached'] as const) took[kind].push(one[kind]);
  }
  return (['cold', 'cached'] as const).flatMap(kind => {
    const what = `eddy run of ${files} files, start to end, ${kind === 'cold' ? 'nothing cached' : 'gates cached'}`;
    return [
      row(`start-up-${kind}`, what, 'ms', 'bare', took[kind], took.bare),
      row(`start-up-${kind}-ungated`, what, 'ms', 'eddy run --no-gates', took[kind], took.ungated),
    ];
  });
}

async function timed(room: Room, words: string[], cache?: string): Promise<number> {
  const from = performance.now();
  const said = await room.result<number>(words, cache === undefined ? {} : { EDDY_CACHE: cache });
  const took = performance.now() - from;
  if (said !== files) throw new Error(`The program came to ${said}.`);
  return took;
}

function writeProgram(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: files }, (_, at) => `part-${at}.mjs`);
  for (const [at, name] of names.entries()) writeFileSync(join(folder, name), partOf(at));
  const imports = names.map((name, at) => `import { Shop as Shop${at} } from './${name}';\n`).join('');
  const list = names.map((_, at) => `Shop${at}`).join(', ');
  const main = join(folder, 'main.mjs');
  writeFileSync(
    main,
    `${imports}let sum = 0;\nfor (const Shop of [${list}]) sum += await new Shop().open();\nconsole.log(sum);\n`,
  );
  return main;
}

/** Some ninety lines, as a module of a server might have them: a class, async and plain functions. */
function partOf(at: number): string {
  const functions = Array.from({ length: 6 }, (_, n) => functionsOf(at, n)).join('');
  return `import { setImmediate } from 'node:timers/promises';
const known = new Map();
${functions}
export class Shop {
  #open = 0;
  async open() {
    await null;
    for (const one of [${at}]) {
      if (known.has(one)) continue;
      known.set(one, { at: ${at} });
      this.#open++;
    }
    return this.#open;
  }
  close() {
    this.#open = 0;
    known.clear();
    return setImmediate();
  }
}
`;
}

function functionsOf(at: number, n: number): string {
  return `
export async function load${n}(id, { retries = ${at + 1} } = {}) {
  for (let turn = 0; turn < retries; turn++) {
    try {
      const found = await known.get(id);
      if (found !== undefined) return { ...found, turn };
    } catch (error) {
      known.delete(id, error);
    }
  }
  return undefined;
}
function price${n}(items) {
  return items.filter(item => item.cents > ${n}).reduce((sum, item) => sum + item.cents, 0);
}
`;
}
