import type { Binding, ProbeSpec, ProbeTrouble, ProbeView } from '../../wire/protocol/index.ts';

/** Targets that are gone, whose hits are known one by one. */
const maxPast = 1_000;

/** What was asked for, and what each target has made of it. */
export class Probe {
  #spec: ProbeSpec;
  readonly #bindings = new Map<string, Binding>();
  /** Targets that were told and have not answered. */
  readonly #unanswered = new Set<string>();
  /** Counts of targets that are gone, by target: one that comes back counts on. */
  readonly #past = new Map<string, Counts>();
  /** The same of so many that they are only added up. */
  #older: Counts = { hits: 0, trouble: undefined };
  #everBound = false;
  #lastRefusal: string | undefined;
  /** Seen before the binding came: its own count has them too. */
  readonly #earlyHits = new Map<string, number>();

  constructor(spec: ProbeSpec) {
    this.#spec = spec;
  }

  get spec(): ProbeSpec {
    return this.#spec;
  }

  /** It acts no more; what it holds stays. */
  retire(): void {
    this.#spec = { ...this.#spec, retired: true };
  }

  toldTo(target: string): void {
    if (!this.#bindings.has(target)) this.#unanswered.add(target);
  }

  /** False: a later word of that target is known already. */
  bind(binding: Binding): boolean {
    const { target, word = Number.POSITIVE_INFINITY } = binding;
    if (word < (this.#bindings.get(target)?.word ?? 0)) return false;
    // Its word may be older than what we have seen since.
    const hits = Math.max(binding.hits, this.#hitsOf(target));
    this.#unanswered.delete(target);
    this.#earlyHits.delete(target);
    this.#past.delete(target);
    this.#bindings.set(target, { ...binding, hits });
    if (binding.state === 'bound') this.#everBound = true;
    if (binding.state === 'refused') this.#lastRefusal = binding.reason ?? 'no reason given';
    return true;
  }

  hit(target: string): void {
    const binding = this.#bindings.get(target);
    if (binding === undefined) this.#earlyHits.set(target, (this.#earlyHits.get(target) ?? 0) + 1);
    else this.#bindings.set(target, { ...binding, hits: binding.hits + 1 });
  }

  targetEnded(target: string): void {
    this.#unanswered.delete(target);
    const hits = this.#hitsOf(target);
    const trouble = this.#bindings.get(target)?.trouble ?? this.#past.get(target)?.trouble;
    this.#bindings.delete(target);
    this.#earlyHits.delete(target);
    this.#past.delete(target);
    if (hits > 0 || trouble !== undefined) this.#past.set(target, { hits, trouble });
    if (this.#past.size <= maxPast) return;
    const [oldest, counts] = this.#past.entries().next().value!;
    this.#past.delete(oldest);
    this.#older = sumOf(this.#older, counts);
  }

  view(): ProbeView {
    const bindings = [...this.#bindings.values()];
    const early = [...this.#earlyHits.values()].map(hits => ({ hits }));
    const { hits, trouble } = [...this.#past.values(), ...bindings, ...early].reduce<Counts>(sumOf, this.#older);
    return {
      spec: this.spec,
      bindings,
      unanswered: [...this.#unanswered],
      hits,
      everBound: this.#everBound,
      ...(this.#lastRefusal === undefined ? {} : { lastRefusal: this.#lastRefusal }),
      ...(trouble === undefined ? {} : { trouble }),
    };
  }

  #hitsOf(target: string): number {
    const before = (this.#past.get(target)?.hits ?? 0) + (this.#earlyHits.get(target) ?? 0);
    return this.#bindings.get(target)?.hits ?? before;
  }
}

interface Counts {
  readonly hits: number;
  readonly trouble?: ProbeTrouble | undefined;
}

function sumOf(one: Counts, other: Counts): Counts {
  return { hits: one.hits + other.hits, trouble: sumOfTrouble(one.trouble, other.trouble) };
}

function sumOfTrouble(one: ProbeTrouble | undefined, other: ProbeTrouble | undefined): ProbeTrouble | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { why: other.why, times: one.times + other.times };
}
