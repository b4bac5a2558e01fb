import type { Flow, Held, Trace } from '../core/index.ts';

/**
 * `running`: asked for a step that had not settled when last looked at. `resting`: at a yield. `closing`: return() or throw()
 * was called. `collected`: the garbage collector took it before it had ended.
 */
export type GeneratorState = 'running' | 'resting' | 'closing' | 'ended' | 'collected';

/**
 * What is known of one async generator. It reaches neither the generator nor a promise of its, so that keeping it in a list keeps
 * nothing of the program's. It travels as `context().generator` while the body runs.
 */
export class GeneratorRecord {
  readonly serial: number;
  readonly startedAt: number;
  /** The flow of the first step, or the one that took it over. */
  owner: Flow;
  /** Stepped by flows that are no kin: shared, so its owner's end says nothing. */
  shared = false;
  state: GeneratorState = 'running';
  steps = 0;
  /** `rt.worked()` when a look first saw it resting after its last step. */
  restingSince = 0;
  crossed = false;
  readonly stepped: Trace;
  #holds: Set<Held> | undefined;

  constructor(serial: number, owner: Flow, startedAt: number, stepped: Trace) {
    this.serial = serial;
    this.owner = owner;
    this.startedAt = startedAt;
    this.stepped = stepped;
  }

  /** A scope, lock or SDK session that its body opened. Whoever opens one calls this with `context().generator`. */
  hold(thing: Held): void {
    this.#holds ??= new Set();
    if (this.#holds.size < maxHolds) this.#holds.add(thing);
  }

  letGo(thing: Held): void {
    this.#holds?.delete(thing);
  }

  /** The flow owns it from now on, and what it holds with it, where that can change hands. */
  handOver(to: Flow): void {
    this.owner = to;
    this.crossed = false;
    for (const thing of this.#holds ?? []) (thing as Held & { handOver?(to: Flow): void }).handOver?.(to);
  }

  get holding(): number {
    return this.#holds?.size ?? 0;
  }

  get live(): boolean {
    return this.state === 'running' || this.state === 'resting' || this.state === 'closing';
  }
}

const maxHolds = 100;
