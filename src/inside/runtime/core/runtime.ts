import { AsyncLocalStorage } from 'node:async_hooks';
import { threadId } from 'node:worker_threads';
import { type Clock, hideSecrets, newTargetId, Ring, systemClock } from '../../../base/index.ts';
import type { EddyEvent, EventKind, Listing, SectionName, TargetState } from '../../../wire/protocol/index.ts';
import { FindingEngine } from './finding-engine.ts';
import { Flow, type FlowKind, type FlowOrigin, type FlowOutcome, trimAncestors } from './flow.ts';
import type { Moment } from './moment.ts';
import type { Trace } from './trace.ts';

// A program may take the global away.
const NativeError = Error;

/** What travels with the async context. Never changed once made: a step deeper makes a new one. */
export class Context {
  readonly flow: Flow;
  /** The innermost cancel scope of ours; its type is known to the scopes' folder alone. */
  readonly scope: unknown;
  /** The async generator whose body runs. */
  readonly generator: unknown;

  constructor(flow: Flow, scope?: unknown, generator?: unknown) {
    this.flow = flow;
    this.scope = scope;
    this.generator = generator;
  }
}

type EventListener = (event: EddyEvent) => void;
type Section = () => Listing;

/**
 * The one runtime of a thread: flows, the context they travel in, events and findings. Everything that is tracked
 * plugs in here. It never throws into the program and never makes it wait.
 */
export class Runtime {
  readonly target: string =
    process.env.EDDY_TARGET_SALT === undefined ? newTargetId() : `${process.env.EDDY_TARGET_SALT}${newTargetId()}`;
  readonly thread = threadId;
  readonly findings: FindingEngine;
  readonly main: Flow;
  /** What could not be observed and why; goes into the report. */
  readonly notes = new Set<string>();
  /** False when the canary lost its context. */
  isolation = true;
  /** True once the program is at its end: nothing that waits now will be answered. */
  ending = false;
  /** The thread is stopped by a probe: nothing that stands still is anybody's fault. */
  stopped = false;
  /** Told of each flow as it is born, when somebody binds flows. */
  onFlowBorn: ((flow: Flow) => void) | undefined;
  /** Told of what happens, in the midst of it, when somebody has set probes there. */
  onMoment: ((moment: Moment) => void) | undefined;
  clock: Clock;
  readonly #als = new AsyncLocalStorage<Context>();
  readonly #root: Context;
  readonly #ended = new Ring<Flow>(60);
  readonly #sections = new Map<SectionName, Section>();
  readonly #gauges = new Map<string, () => Record<string, unknown>>();
  readonly #listeners = new Set<EventListener>();
  readonly #tellers = new Set<EventListener>();
  readonly #dropped = new Map<string, number>();
  readonly #troubles = new Map<string, number>();
  readonly #kinds = new Map<FlowKind, number>();
  readonly #parts = new Map<string, unknown>();
  /** Flows that are held at a gate now, since when the first of them is, and how long there were any before. */
  #heldCount = 0;
  #heldSinceMs = 0;
  #heldMs = 0;
  #serial = 0;
  #seq = 0;
  #live: Flow | undefined;
  #liveCount = 0;
  /** Walks through the live flows that are under way. */
  #pictures = 0;

  constructor(clock: Clock = systemClock) {
    this.clock = clock;
    this.main = this.startFlow('main', 'main program', { parent: undefined });
    this.#root = new Context(this.main);
    this.findings = new FindingEngine(this);
    this.section('flows', () => this.#listFlows());
  }

  // --- time

  /** `clock.monotonic()` without the time in which any flow was held: what a user's hold delays is no finding. */
  worked(): number {
    const now = this.clock.monotonic();
    return now - this.#heldMs - (this.#heldCount === 0 ? 0 : now - this.#heldSinceMs);
  }

  holdStarted(): void {
    if (this.#heldCount++ === 0) this.#heldSinceMs = this.clock.monotonic();
  }

  holdEnded(): void {
    if (--this.#heldCount === 0) this.#heldMs += this.clock.monotonic() - this.#heldSinceMs;
  }

  // --- context

  context(): Context {
    return this.#als.getStore() ?? this.#root;
  }

  flow(): Flow {
    return this.context().flow;
  }

  run<R>(context: Context, fn: () => R): R {
    return this.#als.run(context, fn);
  }

  /** For the rest of this synchronous run and what it starts: only where Node itself puts the old context back. */
  enter(context: Context | undefined): void {
    this.#als.enterWith(context as Context);
  }

  /** Undefined outside any flow but the main one. */
  store(): Context | undefined {
    return this.#als.getStore();
  }

  /** For good: we leave this thread, and keep no context in it. */
  disableContext(): void {
    this.#als.disable();
  }

  // --- flows

  startFlow(
    kind: FlowKind,
    name: string | (() => string),
    options: { parent?: Flow | undefined; born?: Trace; origin?: FlowOrigin } = {},
  ): Flow {
    const parent = 'parent' in options ? options.parent : this.flow();
    const flow = new Flow(
      this.target,
      ++this.#serial,
      kind,
      name,
      parent,
      this.clock.now(),
      options.born,
      options.origin,
    );
    trimAncestors(flow);
    flow.next = this.#live;
    if (this.#live !== undefined) this.#live.prev = flow;
    this.#live = flow;
    this.#liveCount++;
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
    this.onFlowBorn?.(flow);
    if (this.#listeners.size > 0) this.emit('flow-started', flow, { kind, name: flow.name, parent: parent?.id });
    return flow;
  }

  /** Ends it once; later calls do nothing. Whatever it still holds is told. `more`: what its event tells besides. */
  endFlow(flow: Flow, outcome: FlowOutcome, more?: Readonly<Record<string, unknown>>): void {
    if (flow.endedAt !== undefined) return;
    flow.endedAt = this.clock.now();
    flow.outcome = outcome;
    flow.origin = undefined;
    flow.cancelError = undefined;
    if (flow.prev !== undefined) flow.prev.next = flow.next;
    else this.#live = flow.next;
    if (flow.next !== undefined) flow.next.prev = flow.prev;
    flow.prev = undefined;
    if (this.#pictures === 0) flow.next = undefined;
    this.#liveCount--;
    this.#ended.push(flow);
    if (flow.held !== undefined)
      for (const thing of [...flow.held]) this.guard('flow end', () => thing.ownerEnded(flow));
    if (this.#listeners.size > 0) this.emit('flow-ended', flow, { outcome, ...more });
  }

  *liveFlows(): IterableIterator<Flow> {
    for (let flow = this.#live; flow !== undefined; flow = flow.next) yield flow;
  }

  /** The same in small steps: flows that end meanwhile still lead on to the next. */
  *flowPicture(most: number): Generator<void, Flow[]> {
    const all: Flow[] = [];
    this.#pictures++;
    try {
      for (let flow = this.#live; flow !== undefined && all.length < most; flow = flow.next) {
        if (flow.endedAt === undefined) all.push(flow);
        if (all.length % 250 === 0) yield;
      }
    } finally {
      this.#pictures--;
    }
    return all;
  }

  get liveFlowCount(): number {
    return this.#liveCount;
  }

  // --- events

  /** Ask before building costly data. */
  get listening(): boolean {
    return this.#listeners.size > 0;
  }

  onEvent(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(kind: EventKind, flow: Flow | undefined, data: Record<string, unknown>): void {
    if (this.#listeners.size > 0) this.#pass(this.#listeners, kind, flow, undefined, toldFields(data));
  }

  /** For what somebody asked to be told of, whether or not anybody listens to all events. */
  tell(kind: EventKind, flow: Flow | undefined, session: string, data: Record<string, unknown>): void {
    this.#pass(this.#listeners.size > 0 ? this.#listeners : this.#tellers, kind, flow, session, data);
  }

  /** Hears what is told when nobody listens to all events. */
  onTold(listener: EventListener): void {
    this.#tellers.add(listener);
  }

  #pass(
    listeners: Set<EventListener>,
    kind: EventKind,
    flow: Flow | undefined,
    session: string | undefined,
    data: Record<string, unknown>,
  ): void {
    const event: EddyEvent = {
      seq: ++this.#seq,
      at: this.clock.now(),
      kind,
      target: this.target,
      ...(flow === undefined ? {} : { flow: flow.id }),
      ...(session === undefined ? {} : { session }),
      data,
    };
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        listeners.delete(listener);
        this.trouble('event listener', error);
      }
    }
  }

  // --- what is told

  /** A part of the report. The last one to name a section has it. */
  section(name: SectionName, list: Section): void {
    this.#sections.set(name, list);
  }

  /** Figures of the system's part of the report. */
  gauge(name: string, read: () => Record<string, unknown>): void {
    this.#gauges.set(name, read);
  }

  /** What a folder keeps for this thread. It lives here, not at module level, so that two copies of us share it. */
  part<T>(name: string, make: () => T): T {
    let part = this.#parts.get(name);
    if (part === undefined) {
      part = make();
      this.#parts.set(name, part);
    }
    return part as T;
  }

  drop(what: string, count = 1): void {
    this.#dropped.set(what, (this.#dropped.get(what) ?? 0) + count);
  }

  state(): TargetState {
    const sections: Partial<Record<SectionName, Listing>> = {};
    for (const [name, list] of this.#sections) {
      const listing = this.guard(name, list);
      if (listing !== undefined) sections[name] = listing;
    }
    const system: Record<string, unknown> = {};
    for (const [name, read] of this.#gauges) system[name] = this.guard(name, read);
    return { sections, system, findings: this.findings.list(), dropped: Object.fromEntries(this.#dropped) };
  }

  // --- our own troubles

  /** Runs something of ours beside the program: what it throws is counted and told, never thrown. */
  guard<R>(what: string, run: () => R): R | undefined {
    try {
      return run();
    } catch (error) {
      this.trouble(what, error);
      return undefined;
    }
  }

  /** The same for what runs often: made once, so that a call makes nothing. */
  guarded(what: string, run: (subject: unknown) => void): (subject: unknown) => void {
    return subject => {
      try {
        run(subject);
      } catch (error) {
        this.trouble(what, error);
      }
    };
  }

  trouble(what: string, error: unknown): void {
    try {
      this.#troubles.set(what, (this.#troubles.get(what) ?? 0) + 1);
      this.drop(`trouble in ${what}`);
      this.notes.add(`Eddy itself failed in ${what}: ${error instanceof NativeError ? error.message : String(error)}`);
    } catch {
      // The stack is full, or the program broke what we stand on: there is nobody to tell.
    }
  }

  #listFlows(): Listing {
    const items: Record<string, unknown>[] = [];
    for (const flow of this.liveFlows()) {
      if (items.length >= 500) break;
      items.push(describeFlow(flow));
    }
    const ended = this.#ended.toArray().reverse().slice(0, 200).map(describeFlow);
    const total = this.#serial;
    return {
      total,
      live: this.#liveCount,
      items: [...items, ...ended],
      dropped: total - items.length - ended.length,
      summary: Object.fromEntries(this.#kinds),
    };
  }
}

/** Names and reasons are the program's. */
function toldFields(data: Record<string, unknown>): Record<string, unknown> {
  let told = data;
  for (const key of Object.keys(data)) {
    const value = data[key];
    const shown = typeof value === 'string' ? hideSecrets(value) : value;
    if (shown !== value) told = { ...told, [key]: shown };
  }
  return told;
}

function describeFlow(flow: Flow): Record<string, unknown> {
  const site = flow.born?.site();
  return {
    id: flow.id,
    kind: flow.kind,
    name: flow.name,
    state: flow.outcome ?? 'live',
    started: flow.startedAt,
    ...(flow.parent === undefined ? {} : { parent: flow.parent.id }),
    ...(flow.endedAt === undefined ? {} : { ended: flow.endedAt }),
    ...(site === undefined ? {} : { born: { file: site.file, line: site.line, function: site.function } }),
  };
}
