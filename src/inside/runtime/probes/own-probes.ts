import type { Binding } from '../../../wire/protocol/index.ts';
import type { Runtime } from '../core/index.ts';
import { ArmedProbe } from './armed-probe.ts';
import type { Arming } from './arming.ts';
import { type Hear, TargetSession } from './flow-sessions.ts';

/** What a program asks of itself. */
export interface OwnPlace {
  readonly file: string;
  readonly line: number;
  readonly condition?: string;
}

export interface OwnSession {
  /** As they stand now, in the order of the places. */
  bindings(): readonly (Binding | undefined)[];
  close(): void;
}

/** Probes of the program itself, which are snaps. */
export class OwnProbes {
  readonly #rt: Runtime;
  readonly #arming: Arming;
  readonly #onChange: () => void;
  #count = 0;

  constructor(rt: Runtime, arming: Arming, onChange: () => void) {
    this.#rt = rt;
    this.#arming = arming;
    this.#onChange = onChange;
  }

  open(name: string, places: readonly OwnPlace[], hear: Hear): OwnSession {
    const id = `own.${++this.#count}`;
    const session = new TargetSession({ id, name, match: [] }, hear);
    const flow = this.#rt.flow();
    flow.sessions = new Set([...(flow.sessions ?? []), session]);
    const probes = places.map(
      ({ condition, ...place }, at) =>
        new ArmedProbe(
          { id: `${id}.${at}`, session: id, kind: 'snap', place, ...(condition === undefined ? {} : { condition }) },
          session,
        ),
    );
    this.#arming.addOwn(probes);
    this.#onChange();
    return {
      bindings: () => probes.map(probe => this.#arming.bindingOf(probe)),
      close: () => {
        this.#arming.takeOwn(probes);
        this.#onChange();
      },
    };
  }
}
