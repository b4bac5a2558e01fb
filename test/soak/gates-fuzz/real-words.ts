import { Activations } from '../../../src/inside/runtime/activations/index.ts';
import { runtime } from '../../../src/inside/runtime/inside.ts';
import { type GatedFile, Probes } from '../../../src/inside/runtime/probes/index.ts';
import type { Matcher, ProbeKind } from '../../../src/wire/protocol/index.ts';
import type { Delays } from './delays.ts';
import type { GatedProgram } from './gated-program.ts';
import type { World } from './world.ts';

export const file = '/fuzz/program.js';

export interface RealOptions {
  readonly kind: ProbeKind;
  readonly lines: readonly number[];
  readonly match: readonly Matcher[];
  readonly delays?: Delays;
  /** Each hold ends with a step, as this says. */
  readonly stepOf?: (holdCount: number) => StepWord | undefined;
}

type StepWord = NonNullable<Parameters<Probes['resume']>[1]>;

/** The program under the words that it has under Eddy. */
export class RealWords {
  readonly activations = new Activations(runtime());
  readonly probes = new Probes(runtime(), this.activations);
  readonly words: object;
  readonly troubles: string[] = [];
  readonly refused: string[] = [];
  holdCount = 0;
  /** Mark and pass of each hold. */
  readonly heldAt = new Set<string>();
  /** It was held where no mark is. */
  isOffMarks = false;
  readonly #stop: () => void;

  constructor(program: GatedProgram, world: World, { kind, lines, match, delays, stepOf }: RealOptions) {
    const rt = runtime();
    rt.trouble = (what, error) => void this.troubles.push(`${what}: ${error}`);
    const { gates, functions, awaits } = program.table;
    const gated: GatedFile = {
      file,
      functions,
      awaits,
      gates,
      running: gate => ({ ...gates[gate]!, file }),
      switches: new Uint8Array(gates.length),
    };
    const passes = new Map<number, number>();
    // Whoever is held is told of within the visit.
    let visiting = -1;
    this.#stop = rt.onEvent(({ kind: event, data }) => {
      if (event === 'probe-refused') this.refused.push(String(data.reason));
      if (event !== 'held') return;
      this.holdCount++;
      const held = this.probes.getHeld(String(data.hold))!;
      const id = program.markAt(visiting);
      if (id === undefined) this.isOffMarks = true;
      this.heldAt.add(`${id} ${passes.get(visiting)}`);
      const go = () => {
        try {
          const name = id === undefined ? undefined : program.nameAt(id);
          if (delays!.edits(id ?? 0) && name !== undefined) held.edit(name, delays!.value(id!));
        } catch {
          // It is not initialised yet.
        }
        // By force: others may change the name between this word and the step in which the flow goes on.
        this.probes.resume(held, stepOf?.(this.holdCount), true);
      };
      const ticks = delays!.ticks(id ?? 0);
      if (ticks === 0) go();
      else world.later(ticks, go);
    });
    this.probes.addFile(gated);
    this.probes.follow({
      revision: 1,
      sessions: [{ id: 's1', name: 'fuzz', match }],
      probes: lines.map(line => ({
        id: `p${line}`,
        session: 's1',
        kind,
        place: { file, line },
        text: '{1 + 1}',
        maxPerSecond: 1e9,
      })),
      observeOnly: false,
      letGoAfterMs: 500,
    });
    const words = this.probes.words(gated);
    const visited: typeof words.w = (gate, one, ...more) => {
      visiting = gate;
      if (one && one !== this.activations.current && this.troubles.length === 0)
        this.troubles.push(`at line ${gates[gate]!.line}, another is taken to run than the one that does`);
      return words.w(gate, one, ...more);
    };
    this.words = { g: gated.switches, ...this.activations.words(gated), ...words, w: visited };
    if (stepOf !== undefined) {
      // All are open, so that passes are counted; what they lead to stays as it is.
      const m = (gate: number) => {
        passes.set(gate, (passes.get(gate) ?? 0) + 1);
        return gated.switches[gate] !== 0 && words.m(gate);
      };
      Object.assign(this.words, { g: new Uint8Array(gates.length).fill(1), m });
    }
    world.atRest = () => {
      const { current } = this.activations;
      if (current !== null && this.troubles.length === 0)
        this.troubles.push(
          `at rest, ${functions[current.fn]!.name || 'a function'} of line ${functions[current.fn]!.line} is taken to run`,
        );
    };
  }

  close(): void {
    this.#stop();
    runtime().onFlowBorn = undefined;
    for (const one of this.activations.live())
      if (one.at < 0)
        this.troubles.push(`a run of line ${one.module.functions[one.fn]!.line} is left, and does not wait`);
    if ([...this.probes.held].length > 0) this.troubles.push('a flow is still held');
  }
}
