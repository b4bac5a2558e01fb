import type { Binding, ProbeSpec, ProbeView } from '../../wire/protocol/index.ts';

/** What was asked for, and what each target has made of it. */
export class Probe {
  readonly spec: ProbeSpec;
  readonly #bindings = new Map<string, Binding>();
  /** Targets that were told and have not answered. */
  readonly #unanswered = new Set<string>();
  /** Hits of targets that are gone. */
  #pastHits = 0;
  #everBound = false;
  #lastRefusal: string | undefined;
  /** Seen before the binding came: its own count has them too. */
  readonly #earlyHits = new Map<string, number>();

  constructor(spec: ProbeSpec) {
    this.spec = spec;
  }

  toldTo(target: string): void {
    if (!this.#bindings.has(target)) this.#unanswered.add(target);
  }

  bind(binding: Binding): void {
    this.#unanswered.delete(binding.target);
    this.#earlyHits.delete(binding.target);
    this.#bindings.set(binding.target, binding);
    if (binding.state === 'bound') this.#everBound = true;
    if (binding.state === 'refused') this.#lastRefusal = binding.reason ?? 'no reason given';
  }

  hit(target: string): void {
    const binding = this.#bindings.get(target);
    if (binding === undefined) this.#earlyHits.set(target, (this.#earlyHits.get(target) ?? 0) + 1);
    else this.#bindings.set(target, { ...binding, hits: binding.hits + 1 });
  }

  targetEnded(target: string): void {
    this.#unanswered.delete(target);
    this.#pastHits += this.#bindings.get(target)?.hits ?? this.#earlyHits.get(target) ?? 0;
    this.#bindings.delete(target);
    this.#earlyHits.delete(target);
  }

  view(): ProbeView {
    const bindings = [...this.#bindings.values()];
    const seen = [...bindings.map(({ hits }) => hits), ...this.#earlyHits.values()];
    return {
      spec: this.spec,
      bindings,
      unanswered: [...this.#unanswered],
      hits: seen.reduce((sum, hits) => sum + hits, this.#pastHits),
      everBound: this.#everBound,
      ...(this.#lastRefusal === undefined ? {} : { lastRefusal: this.#lastRefusal }),
    };
  }
}
