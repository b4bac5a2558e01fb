import type { Activation, Activations } from '../activations/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import { limits } from '../limits.ts';
import type { ArmedProbe } from './armed-probe.ts';

export type StepWord = 'over' | 'into' | 'out';

export interface Step {
  readonly probe: ArmedProbe;
  /** `next`: it ends wherever any flow that is meant passes a gate, and lasts until then. */
  readonly word: StepWord | 'any' | 'next';
  readonly start?: Activation;
  /** It ends wherever this flow passes a gate. */
  readonly flow?: Flow;
  /** Where it ends the whole thread stops, whatever its probe would do. */
  readonly stops?: true;
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
  startIn(flow: Flow, probe: ArmedProbe, after: string, stops?: true): void {
    this.start({ probe, word: 'any', flow, after, ...(stops === undefined ? {} : { stops }) });
  }

  /** At the next statement that runs, in whichever function. */
  startNext(probe: ArmedProbe): void {
    for (const step of this.#steps) if (step.word === 'next' && step.probe === probe) return;
    this.start({ probe, word: 'next' });
  }

  start(step: Step): void {
    this.#steps.add(step);
    this.#onChange();
    if (step.word === 'next') return;
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

  /** The step that ends where a gate is passed now. `isSync`: nothing can wait there but the whole thread. */
  here(isSync = false): Step | undefined {
    if (this.#steps.size === 0) return undefined;
    const one = isSync ? null : this.#activations.current;
    for (const step of this.#steps) if (this.#endsHere(step, one)) return step;
    return undefined;
  }

  #endsHere(step: Step, one: Activation | null): boolean {
    const { word, probe, flow } = step;
    if (word === 'next') {
      if (one === null && probe.spec.kind !== 'stop') return false;
      return probe.session.everyFlow || this.#rt.flow().sessions?.has(probe.session) === true;
    }
    if (one === null) return false;
    return flow === undefined ? endsAt(step, one) : flow === this.#rt.flow();
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
