import { type Signal, signal } from '@preact/signals';
import type { EddyEvent, StoredRun } from '../../../src/wire/protocol/index.ts';
import type { Model } from '../../model/index.ts';

/** Nothing but where flows begin and end. */
const kinds = ['flow-started', 'flow-ended', 'target-ended'];
const pageSize = 5_000;
/** Of one slice of time, and of all. */
const maxPages = 20;
const maxEvents = 600_000;
const maxEnds = 200_000;
const firstSliceMs = 30_000;
const longestSliceMs = 24 * 3_600_000;

export interface EarlierState {
  readonly isLoading: boolean;
  /** Epoch ms; from then on the page knows what there was, but for what `cut` says. */
  readonly from: number;
  /** What is not there, in a sentence; undefined: nothing is missing. */
  readonly cut: string | undefined;
}

/** What ran before the page was opened: asked of the store in slices of time, backwards, as far as somebody looks. */
export class Earlier {
  readonly state: Signal<EarlierState>;
  readonly #model: Model;
  readonly #openedAt: number;
  /** Runs that the store has, by id. */
  readonly #runs = new Map<string, StoredRun>();
  readonly #runOf = new Map<string, string>();
  readonly #ended = new Map<string, number>();
  /** Ends that were read before their beginnings, as slices go backwards; by flow. */
  readonly #ends = new Map<string, EddyEvent>();
  #wanted = Number.POSITIVE_INFINITY;
  #read = 0;
  #sliceMs = firstSliceMs;
  #isOver = false;
  #work: Promise<void> | undefined;

  constructor(model: Model, openedAt: number) {
    this.#model = model;
    this.#openedAt = openedAt;
    this.state = signal<EarlierState>({ isLoading: false, from: openedAt, cut: undefined });
    // All that was kept of a run that is over is here.
    if (model.past !== undefined) this.#isOver = true;
  }

  /** Somebody looks at what was then. */
  want(from: number): void {
    if (from < this.#wanted) this.#wanted = from;
    if (this.#isOver || this.#work !== undefined || this.#wanted >= this.state.peek().from) return;
    this.#say({ isLoading: true });
    this.#work = this.#load()
      .catch((error: unknown) => {
        this.#isOver = true;
        this.#say({ cut: `What ran before cannot be read: ${error instanceof Error ? error.message : String(error)}` });
      })
      .finally(() => {
        this.#work = undefined;
        this.#say({ isLoading: false });
      });
  }

  /** The run of a target that was read of. */
  runOf(target: string): string | undefined {
    return this.#runOf.get(target);
  }

  run(id: string): StoredRun | undefined {
    return this.#runs.get(id);
  }

  /** Until nothing is read any more. */
  async settled(): Promise<void> {
    while (this.#work !== undefined) await this.#work;
  }

  async #load(): Promise<void> {
    const first = await this.#firstKept();
    if (first === undefined) return;
    while (this.#wanted < this.state.peek().from && !this.#isOver) {
      const until = this.state.peek().from;
      if (until <= first) {
        this.#isOver = true;
        return;
      }
      const since = Math.max(first, until - this.#sliceMs);
      const count = await this.#loadSlice(since, until);
      this.#endLost(until);
      // Longer slices while they are nearly empty.
      if (count < pageSize / 4) this.#sliceMs = Math.min(longestSliceMs, this.#sliceMs * 4);
      if (this.#read >= maxEvents) {
        this.#isOver = true;
        this.#say({ cut: `Of earlier flows no more than ${this.#read} events are read.` });
      }
      this.#say({ from: since });
      this.#model.flowsRevision.value = this.#model.flows.revision;
    }
  }

  /** When the first run began that the store has; undefined: it has none. */
  async #firstKept(): Promise<number | undefined> {
    const { store } = await this.#model.ask('status', {});
    if (store.kind === 'none') {
      this.#isOver = true;
      this.#say({ cut: 'This hub keeps nothing of what ran before.' });
      return undefined;
    }
    const { runs } = await this.#model.ask('history', { limit: 1_000 });
    for (const run of runs) this.#runs.set(run.id, run);
    const run = this.#model.run.peek();
    const shown = runs.filter(({ id }) => run === undefined || id === run);
    if (shown.length === 0) return undefined;
    return shown.reduce((first, { started }) => Math.min(first, started), Number.POSITIVE_INFINITY);
  }

  async #loadSlice(since: number, until: number): Promise<number> {
    const run = this.#model.run.peek();
    let after = 0;
    let count = 0;
    for (let page = 0; page < maxPages; page++) {
      const query = { kinds, since, until, after, limit: pageSize, ...(run === undefined ? {} : { run }) };
      const { events, cursor, more } = await this.#model.ask('events', query);
      for (const { event, run: id } of events) {
        this.#runOf.set(event.target, id);
        this.#take(event);
      }
      after = cursor;
      count += events.length;
      this.#read += events.length;
      if (!more || events.length === 0) return count;
    }
    this.#say({ cut: `Of some earlier times only the first ${maxPages * pageSize} events are read.` });
    return count;
  }

  #take(event: EddyEvent): void {
    const { flows } = this.#model;
    const { kind, target, flow = '', at } = event;
    if (kind === 'target-ended') {
      this.#ended.set(target, at);
    } else if (kind === 'flow-ended' && !flows.knows(flow)) {
      if (this.#ends.size < maxEnds) this.#ends.set(flow, event);
    } else {
      flows.take(event);
      const end = this.#ends.get(flow);
      if (end === undefined) return;
      this.#ends.delete(flow);
      flows.take(end);
    }
  }

  /** Flows whose end nobody told ended with their target, as far as we know. */
  #endLost(until: number): void {
    const running = new Set(this.#model.targets.peek().map(({ id }) => id));
    const { targetNames } = this.#model.flows;
    for (let number = 0; number < targetNames.size; number++) {
      const target = targetNames.at(number);
      if (!running.has(target) && this.#model.target(target) === undefined)
        this.#model.flows.endTarget(target, this.#ended.get(target) ?? Math.min(until, this.#openedAt));
    }
  }

  #say(more: Partial<EarlierState>): void {
    this.state.value = { ...this.state.peek(), ...more };
  }
}
