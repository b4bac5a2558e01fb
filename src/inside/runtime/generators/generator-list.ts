import { Ring } from '../../../base/index.ts';
import type { Listing } from '../../../wire/protocol/index.ts';
import type { Runtime } from '../core/index.ts';
import { generatorAbandoned } from '../findings/generator-abandoned.ts';
import { limits } from '../limits.ts';
import type { GeneratorRecord, GeneratorState } from './generator-record.ts';
import type { GeneratorSteps } from './generator-steps.ts';
import { peekPromise } from './peek-promise.ts';
import { restingView } from './resting-view.ts';

const maxLive = 10_000;
const maxYoung = 256;
const maxLooksAtOnce = 200;
const sweepEveryMs = 1_000;

/**
 * The generators of a thread that are not known to have ended. Whether one has is read from its last promise, soon after the
 * step: until then it is `young` and held; pending ones are held weakly and looked at again; resting ones are left to the
 * garbage collector, which tells when it took one. One timer, armed while somebody is young or pending.
 */
export class GeneratorList {
  readonly #rt: Runtime;
  readonly #live = new Set<GeneratorRecord>();
  readonly #ended = new Ring<GeneratorRecord>(100);
  #young: GeneratorSteps[] = [];
  #pending: WeakRef<GeneratorSteps>[] = [];
  #serial = 0;
  #collected = 0;
  #endedCount = 0;
  #armed = false;
  readonly #registry = new FinalizationRegistry<GeneratorRecord>(record => this.#takenAway(record));

  constructor(rt: Runtime) {
    this.#rt = rt;
  }

  nextSerial(): number {
    return ++this.#serial;
  }

  start(record: GeneratorRecord): void {
    if (this.#live.size >= maxLive) this.#rt.drop('generators');
    else this.#live.add(record);
    if (this.#rt.listening) this.#rt.emit('generator-started', record.owner, { id: record.serial });
  }

  /** It was asked for something. Looked at soon; when many are young the oldest is looked at now. */
  young(steps: GeneratorSteps): void {
    steps.queued = true;
    this.#young.push(steps);
    if (this.#young.length > maxYoung) {
      const half = this.#young.splice(0, maxYoung / 2);
      for (const one of half) this.#look(one);
    }
    if (!this.#armed) this.#arm();
  }

  end(record: GeneratorRecord, state: GeneratorState = 'ended'): void {
    if (!record.live) return;
    record.state = state;
    this.#live.delete(record);
    this.#ended.push(record);
    if (state === 'collected') this.#collected++;
    else this.#endedCount++;
    if (this.#rt.listening)
      this.#rt.emit('generator-ended', record.owner, { id: record.serial, state, steps: record.steps });
  }

  sweep(): void {
    const young = this.#young;
    this.#young = [];
    for (const steps of young) this.#look(steps);
    for (const ref of this.#pending.splice(0, maxLooksAtOnce)) {
      const steps = ref.deref();
      if (steps === undefined) continue;
      steps.pending = false;
      if (!steps.queued) this.#look(steps);
    }
  }

  listing(): Listing {
    this.sweep();
    const summary: Record<string, number> = { ended: this.#endedCount, collected: this.#collected };
    const items: Record<string, unknown>[] = [];
    for (const record of this.#live) {
      summary[record.state] = (summary[record.state] ?? 0) + 1;
      if (items.length < 200) items.push(this.#describe(record));
    }
    for (const record of this.#ended.toArray().reverse()) items.push(this.#describe(record));
    return { total: this.#serial, live: this.#live.size, items, dropped: this.#serial - items.length, summary };
  }

  #look(steps: GeneratorSteps): void {
    steps.queued = false;
    const { record, last } = steps;
    if (last === undefined || !record.live) return;
    const peeked = peekPromise(last);
    if (peeked?.state === 'settled' && !isYield(peeked.object)) {
      if (steps.registered) this.#registry.unregister(record);
      this.end(record);
      return;
    }
    this.#register(steps);
    // A trace that was not read keeps the functions of its frames, and through them perhaps the generator.
    void record.stepped.frames;
    if (peeked?.state !== 'settled') {
      if (steps.pending || this.#pending.length >= maxLive) return;
      steps.pending = true;
      this.#pending.push(new WeakRef(steps));
      return;
    }
    record.state = 'resting';
    record.restingSince = this.#rt.worked();
    this.#rt.findings.lookLater(generatorAbandoned, restingView(record), limits.generatorAbandonedMs);
  }

  #register(steps: GeneratorSteps): void {
    if (steps.registered) return;
    steps.registered = true;
    this.#registry.register(steps.generator, steps.record, steps.record);
  }

  #takenAway(record: GeneratorRecord): void {
    if (!record.live) return;
    const rested = record.state === 'resting';
    this.end(record, 'collected');
    if (rested) this.#rt.findings.look(generatorAbandoned, restingView(record));
  }

  #arm(): void {
    this.#armed = true;
    const everyMs = Math.max(10, Math.min(sweepEveryMs, limits.generatorAbandonedMs / 2));
    this.#rt.clock.after(everyMs, () => {
      this.#armed = false;
      this.#rt.guard('generators', () => this.sweep());
      if (this.#young.length > 0 || this.#pending.length > 0) this.#arm();
    });
  }

  #describe(record: GeneratorRecord): Record<string, unknown> {
    const site = record.stepped.site(record.owner);
    return {
      id: record.serial,
      state: record.state,
      flow: record.owner.id,
      started: record.startedAt,
      steps: record.steps,
      holding: record.holding,
      ...(site === undefined ? {} : { stepped: { file: site.file, line: site.line, function: site.function } }),
    };
  }
}

/** What a step gave: a value, the body resting at a yield. Anything else (done, an error) is the end. */
function isYield(result: object | undefined): boolean {
  if (result === undefined) return false;
  const done = Object.getOwnPropertyDescriptor(result, 'done');
  return done !== undefined && done.value === false && Object.getPrototypeOf(result) === Object.prototype;
}
