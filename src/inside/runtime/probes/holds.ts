import type { Timer } from '../../../base/index.ts';
import type { Activation } from '../activations/index.ts';
import type { Runtime } from '../core/index.ts';
import { limits } from '../limits.ts';
import type { ArmedProbe } from './armed-probe.ts';
import { HeldFlow } from './held-flow.ts';
import type { Visit } from './visit.ts';

/** The flows of one thread that wait at gates. */
export class Holds {
  readonly #rt: Runtime;
  readonly #held = new Map<string, HeldFlow>();
  readonly #timers = new Map<string, Timer>();
  readonly #byActivation = new WeakMap<Activation, HeldFlow>();
  #serial = 0;

  constructor(rt: Runtime) {
    this.#rt = rt;
  }

  get all(): Iterable<HeldFlow> {
    return this.#held.values();
  }

  get(id: string): HeldFlow | undefined {
    return this.#held.get(id);
  }

  of(activation: Activation): HeldFlow | undefined {
    return this.#byActivation.get(activation);
  }

  hold(kind: 'hold' | 'stop', probe: ArmedProbe, visit: Visit): HeldFlow {
    const { clock } = this.#rt;
    const forMs = probe.spec.holdForMs ?? limits.holdMs;
    const now = clock.now();
    const until = Number.isFinite(forMs) ? now + forMs : undefined;
    const held = new HeldFlow(`${kind[0]}${++this.#serial}`, kind, probe, visit, now, until);
    this.#held.set(held.id, held);
    this.#rt.holdStarted();
    if (visit.activation !== null) this.#byActivation.set(visit.activation, held);
    if (until === undefined) return held;
    // It keeps the process alive, as the work would that the flow does otherwise.
    const timer = clock.after(forMs, () => this.letGo(held, `its limit of ${forMs} ms passed`), { holdsProcess: true });
    this.#timers.set(held.id, timer);
    return held;
  }

  /** `force`: the user wants edits written also over what the program changed meanwhile; else those are left, and told. */
  letGo(held: HeldFlow, why: string, force = false): void {
    if (held.ended) return;
    this.#held.delete(held.id);
    this.#timers.get(held.id)?.cancel();
    this.#timers.delete(held.id);
    this.#rt.holdEnded();
    const conflicts = force ? [] : held.conflicts();
    held.release(force);
    const { visit, probe, id } = held;
    const heldMs = this.#rt.clock.now() - held.since;
    const left = conflicts.length === 0 ? {} : { conflicts };
    probe.tell(this.#rt, 'resumed', visit.flow, { hold: id, probe: probe.spec.id, why, heldMs, ...left });
  }

  /** Nobody is left who could resume them. */
  letAllGo(why: string): void {
    for (const held of [...this.#held.values()]) this.letGo(held, why);
  }

  /** It goes on now: the one step in which edits are written. */
  takeResumed(activation: Activation): HeldFlow | undefined {
    const held = this.#byActivation.get(activation);
    if (held === undefined) return undefined;
    this.#byActivation.delete(activation);
    held.writeShared();
    return held;
  }
}
