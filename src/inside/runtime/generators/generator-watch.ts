import { type Context, type Flow, type Runtime, Trace } from '../core/index.ts';
import { generatorCrossed } from '../findings/generator-crossed.ts';
import { generatorReturnStuck } from '../findings/generator-return-stuck.ts';
import { GeneratorList } from './generator-list.ts';
import { nameOf } from './generator-name.ts';
import { GeneratorRecord } from './generator-record.ts';
import { GeneratorStamps } from './generator-stamps.ts';
import { GeneratorSteps } from './generator-steps.ts';
import { isPending } from './pending.ts';

export type Request = 'next' | 'return' | 'throw';

/** Follows each async generator of a thread from its first step on. Nothing is attached to its promises. */
export class GeneratorWatch {
  readonly list: GeneratorList;
  readonly #rt: Runtime;
  readonly #known = new GeneratorStamps();

  constructor(rt: Runtime) {
    this.#rt = rt;
    this.list = new GeneratorList(rt);
  }

  of(generator: object): GeneratorSteps | undefined {
    return this.#known.get(generator);
  }

  /** Before a request: the context for the body, undefined where there is nothing to follow. `below` is the patched function. */
  before(
    generator: object,
    request: Request,
    context: Context,
    below: (...args: never[]) => unknown,
  ): GeneratorSteps | undefined {
    let steps = this.#known.get(generator);
    if (steps === undefined) {
      // Closed before its first step: the body never runs and there is nothing more to see.
      if (request !== 'next') return undefined;
      const record = new GeneratorRecord(this.list.nextSerial(), context.flow, this.#rt.clock.now(), new Trace(below));
      steps = new GeneratorSteps(record, generator);
      this.#known.set(generator, steps);
      this.list.start(record);
    }
    const { record } = steps;
    if (record.owner !== context.flow) this.#foreign(record, request, context.flow, below);
    if (request === 'next') {
      if (record.state === 'resting') record.state = 'running';
      const count = ++record.steps;
      // A first step often stands by itself; the second and the later ones stand in one loop.
      if (count === 2 || (count & 63) === 0) steps.lastTrace = new Trace(below);
    } else if (record.live) {
      record.state = 'closing';
      if (request === 'return') this.#returning(steps, context.flow, below);
    }
    return steps;
  }

  after(steps: GeneratorSteps, request: Request, promise: Promise<unknown>): void {
    steps.last = promise;
    if (request === 'next') steps.lastNext = promise;
    if (!steps.queued && steps.record.live) this.list.young(steps);
  }

  #foreign(record: GeneratorRecord, request: Request, caller: Flow, below: (...args: never[]) => unknown): void {
    if (caller.isKinOf(record.owner)) return;
    record.shared = true;
    if (record.holding === 0 || record.crossed || !record.live) return;
    record.crossed = true;
    this.#rt.findings.look(generatorCrossed, {
      name: nameOf(record),
      call: request,
      stepped: record.stepped,
      called: new Trace(below),
      owner: record.owner,
      caller,
      holding: record.holding,
    });
  }

  #returning(steps: GeneratorSteps, returner: Flow, below: (...args: never[]) => unknown): void {
    const next = steps.lastNext;
    // After a loop's `break` the step has settled: a look of some µs, once in a generator's life, and no more.
    if (next === undefined || isPending(next) !== true) return;
    const { record } = steps;
    this.#rt.findings.look(generatorReturnStuck, {
      name: nameOf(record),
      returnedAt: this.#rt.worked(),
      returned: new Trace(below),
      stepped: steps.lastTrace,
      returner,
      stepper: record.owner,
      isNextPending: () => isPending(next) === true,
    });
  }
}
