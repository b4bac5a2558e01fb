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
}

/** The program under the words that it has under Eddy. */
export class RealWords {
  readonly activations = new Activations(runtime());
  readonly probes = new Probes(runtime(), this.activations);
  readonly words: object;
  readonly troubles: string[] = [];
  readonly refused: string[] = [];
  holdCount = 0;
  readonly #stop: () => void;

  constructor(program: GatedProgram, world: World, { kind, lines, match, delays }: RealOptions) {
    const rt = runtime();
    rt.trouble = (what, error) => void this.troubles.push(`${what}: ${error}`);
    const { gates, functions, awaits } = program.table;
    const gated: GatedFile = { file, functions, awaits, gates, switches: new Uint8Array(gates.length) };
    this.#stop = rt.onEvent(({ kind: event, data }) => {
      if (event === 'probe-refused') this.refused.push(String(data.reason));
      if (event !== 'held') return;
      this.holdCount++;
      const held = this.probes.getHeld(String(data.hold))!;
      const id = program.markAt(held.visit.gate)!;
      const go = () => {
        try {
          const name = program.nameAt(id);
          if (delays!.edits(id) && name !== undefined) held.edit(name, delays!.value(id));
        } catch {
          // It is not initialised yet.
        }
        this.probes.resume(held, undefined, false);
      };
      const ticks = delays!.ticks(id);
      if (ticks === 0) go();
      else world.later(ticks, go);
    });
    this.probes.addFile(gated);
    this.probes.follow({
      revision: 1,
      sessions: [{ id: 's1', name: 'fuzz', match }],
      probes: lines.map(line => ({ id: `p${line}`, session: 's1', kind, place: { file, line }, text: '{1 + 1}', maxPerSecond: 1e9 })),
      observeOnly: false,
      letGoAfterMs: 500,
    });
    this.words = { g: gated.switches, ...this.activations.words(gated), ...this.probes.words(gated) };
    world.atRest = () => {
      const { current } = this.activations;
      if (current !== null && this.troubles.length === 0)
        this.troubles.push(`at rest, ${functions[current.fn]!.name || 'a function'} of line ${functions[current.fn]!.line} is taken to run`);
    };
  }

  close(): void {
    this.#stop();
    runtime().onFlowBorn = undefined;
    for (const one of this.activations.live())
      if (one.at < 0) this.troubles.push(`a run of line ${one.module.functions[one.fn]!.line} is left, and does not wait`);
    if ([...this.probes.held].length > 0) this.troubles.push('a flow is still held');
  }
}
