import type { Activation } from '../activations/index.ts';
import type { Flow } from '../core/index.ts';
import type { GateVisit } from './gate-visit.ts';

/** Functions of a flow whose last statements are known, beside those of functions that have not ended. */
const mostRecent = 12;
const mostFlows = 200;

/** The last statement that each function of a flow, and of those it starts, has passed, with what it handed over there. */
export class Trail {
  readonly #ids = new Set<string>();
  readonly #last = new WeakMap<Activation, GateVisit>();
  readonly #recent: GateVisit[] = [];

  passed(visit: GateVisit): void {
    const { activation } = visit;
    if (activation !== null) this.#last.set(activation, visit);
    const known = this.#recent.findIndex(one => isSameRun(one, visit));
    // Who goes on has no more use for those that it called: what has ended is let go, and so are calls that came back.
    for (let at = this.#recent.length - 1; at >= 0; at--) {
      const one = this.#recent[at]!;
      const isOver = one.activation === null ? known !== -1 && at > known : one.activation.ended;
      if (at === known || isOver) this.#recent.splice(at, 1);
    }
    if (this.#recent.push(visit) > mostRecent) this.#recent.shift();
  }

  lastOf(activation: Activation): GateVisit | undefined {
    return this.#last.get(activation);
  }

  /** The last first. */
  get recent(): readonly GateVisit[] {
    return this.#recent.toReversed();
  }

  /** Ids of its flows, as far as they have passed a gate. */
  get flowIds(): ReadonlySet<string> {
    return this.#ids;
  }

  addFlow({ id }: Flow): void {
    if (this.#ids.size < mostFlows) this.#ids.add(id);
  }

  /** Values are the program's: they are not kept longer than they are of use. */
  forget(): void {
    this.#recent.length = 0;
  }
}

/** Flows that are followed statement by statement. */
export class Trails {
  /** Null: it was asked for, and has none. */
  readonly #known = new WeakMap<Flow, Trail | null>();
  #isOn = false;

  /** Whether statements are to be told of at all. */
  get isOn(): boolean {
    return this.#isOn;
  }

  turnOn(): void {
    this.#isOn = true;
  }

  follow(flow: Flow): Trail {
    const trail = new Trail();
    trail.addFlow(flow);
    this.#known.set(flow, trail);
    return trail;
  }

  end(flow: Flow): void {
    this.#known.get(flow)?.forget();
  }

  /** Of the flow or of the nearest one that it comes from. */
  of(flow: Flow): Trail | undefined {
    const known = this.#known.get(flow);
    if (known !== undefined) return known ?? undefined;
    const trail = flow.parent === undefined ? undefined : this.of(flow.parent);
    trail?.addFlow(flow);
    this.#known.set(flow, trail ?? null);
    return trail;
  }
}

function isSameRun(one: GateVisit, other: GateVisit): boolean {
  if (one.activation !== null || other.activation !== null) return one.activation === other.activation;
  return one.file === other.file && fnOf(one) === fnOf(other);
}

function fnOf({ file, gate }: GateVisit): number | undefined {
  return file.gates[gate]?.fn;
}
