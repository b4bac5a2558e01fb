import { fail } from '../base/index.ts';
import type { Hold, Plan, ProbeSpec } from '../wire/protocol/index.ts';
import { held } from './fake-desk.ts';
import type { FakeTargetAnswers } from './fake-engine.ts';

interface Held {
  readonly hold: Hold;
  readonly resolve: () => void;
}

/** A program of one line, to which flows come when told to. It does what a plan says, as a real one does. */
export class FakeProgram {
  readonly answers: FakeTargetAnswers;
  readonly #place: { readonly file: string; readonly line: number };
  readonly #locals: Readonly<Record<string, unknown>>;
  readonly #held = new Map<string, Held>();
  readonly #hits = new Map<string, number>();
  #probes: readonly ProbeSpec[] = [];
  #count = 0;

  constructor(place: { readonly file: string; readonly line: number }, locals: Readonly<Record<string, unknown>>) {
    this.#place = place;
    this.#locals = locals;
    this.answers = {
      plan: ({ plan }) => ({ bindings: this.#follow(plan) }),
      holds: () => ({ holds: [...this.#held.values()].map(one => one.hold) }),
      variables: ({ hold }) => {
        this.#find(hold);
        const own = { editable: true, own: true };
        return { variables: Object.entries(this.#locals).map(([name, value]) => ({ name, value, ...own })) };
      },
      evaluate: ({ hold, expression }) => {
        this.#find(hold);
        if (Object.hasOwn(this.#locals, expression)) return { value: this.#locals[expression] };
        throw fail('bad-expression', `${expression} is not defined.`);
      },
      resume: ({ hold }) => {
        this.#find(hold).resolve();
        this.#held.delete(hold);
        return { resumed: true, conflicts: [] };
      },
    };
  }

  /** A flow comes to the line; settles when it is past it. */
  async visit(): Promise<void> {
    for (const { id, kind, session } of this.#probes) {
      this.#hits.set(id, (this.#hits.get(id) ?? 0) + 1);
      if (kind !== 'hold') continue;
      const { promise, resolve } = Promise.withResolvers<void>();
      const hold = held(`h${++this.#count}`, {
        probe: id,
        session,
        place: { ...this.#place, column: 1, function: 'f' },
      });
      this.#held.set(hold.id, { hold, resolve });
      await promise;
    }
  }

  #follow(plan: Plan) {
    this.#probes = plan.probes.filter(({ place }) => 'line' in place && place.line === this.#place.line);
    for (const [id, { hold, resolve }] of this.#held) {
      if (plan.probes.some(probe => probe.id === hold.probe)) continue;
      resolve();
      this.#held.delete(id);
    }
    return plan.probes.map(probe => {
      const common = { probe: probe.id, target: '', hits: this.#hits.get(probe.id) ?? 0 };
      if (!this.#probes.includes(probe)) {
        return { ...common, state: 'refused', reason: 'No code there.', places: [] } as const;
      }
      return { ...common, state: 'bound', places: [{ ...this.#place, column: 1, function: 'f' }] } as const;
    });
  }

  #find(id: string): Held {
    const found = this.#held.get(id);
    if (found === undefined) throw fail('unknown-id', `Nothing is held as "${id}".`);
    return found;
  }
}
