import type { Breakpoint } from '../../wire/dap/index.ts';
import type { Binding, ProbeLimits, ProbeView, ProbeWords } from '../../wire/protocol/index.ts';
import type { ClientFormat } from './client-format.ts';
import type { Mode } from './settings.ts';

export interface MarkWords {
  readonly words: ProbeWords;
  readonly limits: ProbeLimits;
  /** Where it cannot be held at, it stops. */
  readonly mayStop: boolean;
}

/** One breakpoint of the editor, and what became of it in each target. Its number stays while it is there. */
export class Mark {
  readonly id: number;
  readonly asked: MarkWords;
  /** Why it was never asked for. */
  refusal: string | undefined;
  probe: string | undefined;
  /** As it is now: a hold that cannot be is a stop. */
  words: ProbeWords;
  #why: string | undefined;
  readonly #bindings = new Map<string, Binding>();
  #told = '';

  constructor(id: number, asked: MarkWords, refusal?: string) {
    this.id = id;
    this.asked = asked;
    this.words = asked.words;
    this.refusal = refusal;
  }

  take({ spec, bindings }: ProbeView): void {
    this.probe = spec.id;
    this.#bindings.clear();
    for (const binding of bindings) this.bind(binding);
  }

  bind(binding: Binding): void {
    // After its last time it is gone there, as it was asked to be: that is no news.
    if (binding.state !== 'gone') this.#bindings.set(binding.target, binding);
  }

  targetEnded(target: string): void {
    this.#bindings.delete(target);
  }

  /** It is refused as a hold, and stands nowhere. */
  get mustStop(): boolean {
    const all = [...this.#bindings.values()];
    return (
      this.asked.mayStop &&
      this.words.kind === 'hold' &&
      all.some(({ state }) => state === 'refused') &&
      all.every(({ state }) => state === 'refused' || state === 'waiting')
    );
  }

  /** From now on it stops, for the reason that it was refused for. */
  becomeStop(): void {
    this.#why = [...this.#bindings.values()].find(({ state }) => state === 'refused')?.reason;
    this.words = { ...this.words, kind: 'stop' };
  }

  get binding(): Binding | undefined {
    const all = [...this.#bindings.values()];
    return all.find(({ state }) => state === 'bound') ?? all.find(({ state }) => state === 'refused') ?? all[0];
  }

  get kind(): Mode {
    return this.words.kind === 'hold' ? 'hold' : 'stop';
  }

  view(format: ClientFormat): Breakpoint {
    const { place } = this.words;
    const where =
      'line' in place ? { line: format.toLine(place.line), source: format.toSource(place.file) } : undefined;
    if (this.refusal !== undefined) {
      return { id: this.id, verified: false, ...where, message: this.refusal, reason: 'failed' };
    }
    const { binding } = this;
    if (binding?.state === 'bound') {
      const [first] = binding.places;
      const message = this.#message(binding);
      const line = first === undefined || where === undefined ? {} : { line: format.toLine(first.line) };
      return { id: this.id, verified: true, ...where, ...line, ...(message === undefined ? {} : { message }) };
    }
    const isRefused = binding?.state === 'refused';
    const message = isRefused
      ? (binding.reason ?? 'It was refused.')
      : 'No thread of the program has loaded this place yet.';
    return { id: this.id, verified: false, ...where, message, reason: isRefused ? 'failed' : 'pending' };
  }

  /** The same, when it is not what was told before. */
  news(format: ClientFormat): Breakpoint | undefined {
    const view = this.view(format);
    const text = JSON.stringify(view);
    if (text === this.#told) return undefined;
    this.#told = text;
    return view;
  }

  #message({ reason }: Binding): string | undefined {
    const why = this.#why === undefined ? [] : [`It stops the whole process: ${this.#why}`];
    const all = [...why, ...(reason === undefined ? [] : [reason])];
    return all.length === 0 ? undefined : all.join(' ');
  }
}
