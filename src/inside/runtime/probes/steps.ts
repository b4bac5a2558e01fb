import type { Activation, Activations } from '../activations/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import { limits } from '../limits.ts';
import type { ArmedProbe } from './armed-probe.ts';

export type StepWord = 'over' | 'into' | 'out';

export interface Step {
  readonly probe: ArmedProbe;
  readonly word: StepWord | 'any';
  readonly start?: Activation;
  /** It ends wherever this flow passes a gate. */
  readonly flow?: Flow;
  /** What happened before. */
  readonly after?: string;
}

/** Flows that were told to go on to their next gate. While there are any, all gates are open. */
export class Steps {
  readonly #rt: Runtime;
  readonly #activations: Activations;
  readonly #onChange: () => void;
  readonly #steps = new Set<Step>();

  constructor(rt: Runtime, activations: Activations, onChange: () => void) {
    this.#rt = rt;
    this.#activations = activations;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#steps.size;
  }

  /** The flow is in the midst of something: it goes on to where it can wait. */
  startIn(flow: Flow, probe: ArmedProbe, after: string): void {
    this.start({ probe, word: 'any', flow, after });
  }

  start(step: Step): void {
    this.#steps.add(step);
    this.#onChange();
    // It may end where no gate is: then nobody waits for it for ever.
    this.#rt.clock.after(step.probe.spec.holdForMs ?? limits.holdMs, () => this.end(step));
  }

  end(step: Step): void {
    if (this.#steps.delete(step)) this.#onChange();
  }

  /** Of a probe that was taken away meanwhile, none goes on. */
  endWhere(isOver: (probe: ArmedProbe) => boolean): void {
    for (const step of [...this.#steps]) if (isOver(step.probe)) this.end(step);
  }

  clear(): void {
    if (this.#steps.size === 0) return;
    this.#steps.clear();
    this.#onChange();
  }

  /** The step that ends where a gate is passed now. */
  here(): Step | undefined {
    if (this.#steps.size === 0) return undefined;
    const one = this.#activations.current;
    if (one === null) return undefined;
    for (const step of this.#steps)
      if (step.flow === undefined ? endsAt(step, one) : step.flow === this.#rt.flow()) return step;
    return undefined;
  }
}

function endsAt({ word, start }: Step, one: Activation): boolean {
  if (start === undefined) return false;
  if (one === start) return word !== 'out';
  if (word === 'into' && isCalledBy(one, start)) return true;
  // What it returned to, when it has ended.
  return (word === 'out' || start.ended) && isCalledBy(start, one);
}

function isCalledBy(one: Activation, caller: Activation): boolean {
  for (let at = one.caller; at !== null; at = at.caller) if (at === caller) return true;
  return false;
}
