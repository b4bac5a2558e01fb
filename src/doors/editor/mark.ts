import type { Breakpoint } from '../../wire/dap/index.ts';
import type { Binding, ProbeLimits, ProbeTrouble, ProbeView, ProbeWords } from '../../wire/protocol/index.ts';
import type { ClientFormat } from './client-format.ts';

export interface MarkWords {
  readonly words: ProbeWords;
  readonly limits: ProbeLimits;
}

/** One breakpoint of the editor, and what became of it in each target. Its number stays while it is there. */
export class Mark {
  readonly id: number;
  readonly asked: MarkWords;
  /** Why it was never asked for. */
  refusal: string | undefined;
  probe: string | undefined;
  readonly #bindings = new Map<string, Binding>();
  #told = '';

  constructor(id: number, asked: MarkWords, refusal?: string) {
    this.id = id;
    this.asked = asked;
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

  get words(): ProbeWords {
    return this.asked.words;
  }

  get binding(): Binding | undefined {
    const all = [...this.#bindings.values()];
    return all.find(({ state }) => state === 'bound') ?? all.find(({ state }) => state === 'refused') ?? all[0];
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

  #message({ reason, trouble }: Binding): string | undefined {
    const failed = trouble === undefined ? [] : [troubleWords(trouble)];
    const all = [...(reason === undefined ? [] : [reason]), ...failed];
    return all.length === 0 ? undefined : all.join(' ');
  }
}

/** Counts that have not doubled since are not told. */
function troubleWords({ why, times }: ProbeTrouble): string {
  return `${times > 1 ? `At least ${times} times it` : 'It'} could not be evaluated: ${why}`;
}
