import { gatesGlobal } from '../../../src/inside/gates/gated/index.ts';
import { mixed } from './choices.ts';
import type { Compile } from './compile.ts';
import { type DelayPlan, delaysAt, delaysOf } from './delays.ts';
import { GatedProgram } from './gated-program.ts';
import { written } from './marked-text.ts';
import type { Program } from './program.ts';
import { RealWords } from './real-words.ts';
import { type StubOptions, stubWords } from './stub-words.ts';
import { World } from './world.ts';

export interface Difference {
  readonly way: string;
  readonly bare: string;
  readonly expected: readonly string[];
  readonly got: readonly string[];
}

export interface Counts {
  /** Programs that a compiler had first. */
  compiled: number;
  runs: number;
  holds: number;
  /** Runs that were stepped through. */
  stepped: number;
}

/** The way of a program that is wrong itself. */
export const growing = 'a string that grows at each turn: the grammar must cut it';

/** Some thousands are usual. Doubled at each turn, strings would fill all memory. */
const longestString = 100_000;

const plans: readonly DelayPlan[] = [
  { name: 'held for a microtask everywhere', places: 100, passes: 100, mostTicks: 0, edits: 0 },
  { name: 'held for ticks in places', places: 40, passes: 100, mostTicks: 3, edits: 0 },
  { name: 'held at some passes, with edits', places: 70, passes: 40, mostTicks: 2, edits: 60 },
];

const realPlans: readonly DelayPlan[] = [
  { name: 'held on lines', places: 40, passes: 100, mostTicks: 3, edits: 0 },
  { name: 'held on all lines', places: 100, passes: 100, mostTicks: 1, edits: 0 },
  { name: 'held on lines, with edits', places: 30, passes: 100, mostTicks: 2, edits: 60 },
  { name: 'held in one flow', places: 70, passes: 100, mostTicks: 2, edits: 30, flow: 'f1' },
];

/** Runs one program in every way; the first that differs from what it must be. */
export class Comparison {
  readonly #program: Program;
  readonly #seed: number;
  readonly #compile: Compile;
  readonly #counts: Counts;
  #bare = '';

  constructor(program: Program, seed: number, counts: Counts, compile: Compile) {
    this.#program = program;
    this.#seed = seed;
    this.#counts = counts;
    this.#compile = compile;
  }

  async firstDifference(): Promise<Difference | undefined> {
    const source = await this.#compile(written(this.#program.marked, 'bare'));
    this.#bare = source.text;
    const world = new World();
    const bare = await this.#run(this.#bare, world);
    if (bare.some(one => one.startsWith('thrown SyntaxError')))
      return this.#difference('the making of the program', [], bare);
    if (world.longest > longestString) return this.#difference(growing, [], bare);
    // The counting form shows how many runs never end.
    const counted = new World();
    const again = await this.#run(await this.#delayed(), counted);
    const own = this.#difference('the delayed form itself, without delays', bare, again);
    if (own) return own;
    for (const everyStatement of [false, true]) {
      let program: GatedProgram;
      try {
        program = new GatedProgram(this.#program, source, everyStatement);
      } catch (error) {
        return { way: 'the making of gates', bare: this.#bare, expected: [], got: [String(error)] };
      }
      const found =
        (await this.#stubbed(program, bare, everyStatement)) ??
        (await this.#real(program, bare, counted.unfinished, everyStatement));
      if (found) return found;
    }
    return undefined;
  }

  async #stubbed(program: GatedProgram, bare: readonly string[], every: boolean): Promise<Difference | undefined> {
    const tail = every ? ', every statement' : '';
    const look = async (way: string, expected: readonly string[], options: StubOptions) => {
      const world = new World();
      const got = await this.#run(program.text, world, stubWords(program, world, options));
      return this.#difference(`stub, ${way}${tail}`, expected, got);
    };
    let found =
      (await look('gates closed', bare, { isOpen: false, isMeant: false })) ??
      (await look('open for nobody', bare, { isOpen: true, isMeant: false })) ??
      (await look('looked at', bare, { isOpen: true, isMeant: true }));
    for (const plan of plans) {
      if (found) return found;
      const delays = () => delaysOf(plan, this.#seed, id => (program.canHold(id) ? id : undefined));
      const text = await this.#delayed(id => (plan.edits > 0 ? program.nameAt(id) : undefined));
      const expected = await this.#run(text, new World(delays()));
      found = await look(plan.name, expected, { isOpen: true, isMeant: true, delays: delays() });
    }
    return found;
  }

  async #real(
    program: GatedProgram,
    bare: readonly string[],
    unfinished: number,
    every: boolean,
  ): Promise<Difference | undefined> {
    const tail = every ? ', every statement' : '';
    const lines = [...new Set(program.table.gates.map(gate => gate.line))];
    for (const kind of [undefined, 'snap', 'log'] as const) {
      // Each expression of a log is evaluated by the inspector: slow.
      const asked =
        kind === undefined ? [] : kind === 'log' ? lines.filter(line => line % 9 === this.#seed % 9) : lines;
      const found = await this.#realRun(program, `real, ${kind ?? 'no probes'}${tail}`, bare, unfinished, {
        kind: kind ?? 'snap',
        lines: asked,
        match: [],
      });
      if (found) return found;
    }
    for (const plan of realPlans) {
      const keyOf = (id: number) => (program.isAloneOnLine(id) ? program.lineOf(id) : undefined);
      const delays = delaysOf(plan, this.#seed, keyOf);
      const text = await this.#delayed(id => (plan.edits > 0 ? program.nameAt(id) : undefined));
      const world = new World(delays);
      const expected = await this.#run(text, world);
      const held = program.table.gates.flatMap((_gate, at) => {
        const id = program.markAt(at);
        const key = id === undefined ? undefined : keyOf(id);
        return key !== undefined && delays.isPlace(key) ? [key] : [];
      });
      const found = await this.#realRun(program, `real, ${plan.name}${tail}`, expected, world.unfinished, {
        kind: 'hold',
        lines: [...new Set(held)],
        match: plan.flow === undefined ? [] : [{ by: 'expr', expr: `flow.name === '${plan.flow}'` }],
        delays,
      });
      if (found) return found;
    }
    return this.#stepped(program, tail, lines);
  }

  /** Where steps lead is for the probes to say: the delayed form waits where they led. */
  async #stepped(program: GatedProgram, tail: string, lines: readonly number[]): Promise<Difference | undefined> {
    const plan: DelayPlan = { name: 'stepped', places: 0, passes: 0, mostTicks: 2, edits: 20 };
    const delays = delaysOf(plan, this.#seed, id => id);
    const world = new World();
    const real = new RealWords(program, world, {
      kind: 'hold',
      lines: lines.filter(line => line % 4 === this.#seed % 4),
      match: [],
      delays,
      stepOf: count => (['over', 'into', 'out', undefined, 'over', 'over'] as const)[mixed(this.#seed, count) % 6],
    });
    const got = await this.#run(program.text, world, real.words);
    real.close();
    this.#counts.holds += real.holdCount;
    if (real.isOffMarks) return undefined;
    this.#counts.stepped++;
    const text = await this.#delayed(id => program.nameAt(id));
    const expected = await this.#run(text, new World(delaysAt(real.heldAt, delays)));
    return this.#difference(`real, stepped${tail}`, expected, [...got, ...troublesOf(real, got)]);
  }

  async #realRun(
    program: GatedProgram,
    way: string,
    expected: readonly string[],
    unfinished: number,
    options: ConstructorParameters<typeof RealWords>[2],
  ): Promise<Difference | undefined> {
    const world = new World();
    const real = new RealWords(program, world, options);
    const got = await this.#run(program.text, world, real.words);
    real.close();
    this.#counts.holds += real.holdCount;
    const { liveCount } = real.activations;
    if (liveCount !== unfinished && !world.isCutShort && program.isWhole)
      real.troubles.push(`${liveCount} activations are left, where ${unfinished} runs have not ended`);
    real.troubles.push(...real.refused.map(why => `refused: ${why}`));
    return this.#difference(way, expected, [...got, ...troublesOf(real, got)]);
  }

  async #delayed(nameSetAt?: (id: number) => string | undefined): Promise<string> {
    return (await this.#compile(written(this.#program.marked, 'delayed', nameSetAt))).text;
  }

  async #run(text: string, world: World, words?: object): Promise<readonly string[]> {
    (globalThis as Record<string, unknown>)[gatesGlobal] = () => words;
    this.#counts.runs++;
    return world.run(text, this.#program.kind);
  }

  #difference(way: string, expected: readonly string[], got: readonly string[]): Difference | undefined {
    if (expected.length === got.length && expected.every((one, at) => one === got[at])) return undefined;
    return { way, bare: this.#bare, expected, got };
  }
}

/** A module that throws has no place where its run could end: it is left. */
function troublesOf({ troubles }: RealWords, got: readonly string[]): readonly string[] {
  return got.some(one => one.startsWith('"not made"')) ? [] : troubles;
}
