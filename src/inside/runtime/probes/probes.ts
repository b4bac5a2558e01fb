import { fail } from '../../../base/index.ts';
import type { Binding, BoundPlace, Hold, Plan, ProbeSpec } from '../../../wire/protocol/index.ts';
import type { Activation, Activations } from '../activations/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import { Actions } from './actions.ts';
import { ArmedProbe } from './armed-probe.ts';
import { Arming } from './arming.ts';
import { type Hear, TargetSession } from './flow-sessions.ts';
import { type Access, GateVisit } from './gate-visit.ts';
import type { GatedFile } from './gated-file.ts';
import type { HeldFlow } from './held-flow.ts';
import { HoldWatch } from './hold-watch.ts';
import { Holds } from './holds.ts';
import { InnerLines } from './inner-lines.ts';
import { LatePlaces } from './late-places.ts';
import type { MakeGate } from './live-edits.ts';
import { Moments } from './moments.ts';
import { type OwnPlace, OwnProbes, type OwnSession } from './own-probes.ts';
import { PausedFrames } from './paused-frames.ts';
import { type Step, Steps, type StepWord } from './steps.ts';
import { Throws } from './throws.ts';
import { Trails } from './trails.ts';

/** What gated code calls at a gate that is open. */
export interface GateWords {
  /** A sync function is entered. */
  e(gate: number): void;
  /** Whether the flow that passes is meant. */
  m(gate: number): boolean;
  /** It is: true when it has to wait. */
  w(gate: number, activation: Activation | 0 | null, self: unknown, values: unknown[], access?: Access): boolean;
  /** It waits for this. */
  h(activation: Activation | null): Promise<void> | undefined;
  /** What a name goes on with. */
  u(at: number, own: unknown): unknown;
}

/** The probes of one thread: what happens when a flow that is meant passes an open gate. */
export class Probes {
  readonly #rt: Runtime;
  readonly #activations: Activations;
  readonly #arming: Arming;
  readonly #inner: InnerLines;
  readonly #holds: Holds;
  readonly #steps: Steps;
  readonly #watch: HoldWatch;
  readonly #actions: Actions;
  readonly #moments: Moments;
  /** Whose edits the next words of a gate ask for. */
  #resumed: HeldFlow | undefined;
  /** Called first at every open gate: whoever opened it may have left a message. */
  lookAtMail: () => void = () => {};
  /** Errors that are thrown, where a probe asks for them. */
  readonly throws = new Throws();
  /** Flows that are followed statement by statement. */
  readonly trails = new Trails();
  /** Of the stack of the thread, while it is stopped. */
  readonly frames = new PausedFrames();
  readonly #own: OwnProbes;
  /** Nobody is there who could resume what is held. */
  #isAlone = false;

  constructor(rt: Runtime, activations: Activations) {
    this.#rt = rt;
    this.#activations = activations;
    this.#inner = new InnerLines(rt, (probes, visit, isStep) => {
      const holder = isStep ? probes[0] : this.#actions.meet(probes, visit);
      if (holder !== undefined) this.#actions.stop(holder, visit);
    });
    this.#inner.onBack = ({ probe, context }, { file, function: name }) => {
      const one = activations.current;
      const known = one?.module.functions[one.fn]?.name;
      if (one?.module.file !== file || (known !== name && known?.endsWith(`.${name}`) !== true)) return false;
      this.#steps.startIn(context.flow, probe, 'step', true);
      return true;
    };
    this.#arming = new Arming(rt, this.throws, this.#inner);
    this.#own = new OwnProbes(rt, this.#arming, () => this.setSwitches());
    this.#holds = new Holds(rt);
    this.#steps = new Steps(rt, activations, () => this.setSwitches());
    this.#watch = new HoldWatch(
      rt,
      () => this.#holds.all,
      (held, waiter) => {
        if (waiter.waitedMs < this.plan.letGoAfterMs) return;
        this.#holds.letGo(
          held,
          `flow "${waiter.name}" has waited ${waiter.waitedMs} ms for ${waiter.for}, which it has`,
        );
      },
    );
    this.#actions = new Actions(rt, this.#holds, this.#watch);
    this.#inner.isDeaf = () => this.frames.isLooking;
    this.#actions.onStop = held => {
      held.writeInFrame = (name, value) => void this.frames.set(0, name, value);
    };
    this.#actions.onStopOver = () => this.frames.close();
    this.#actions.onTrouble = (probe, flow) => this.#arming.tellTrouble(probe, flow);
    this.#moments = new Moments(rt, this.#actions, this.#steps, this.throws);
    activations.onBack = one => {
      this.#resumed = this.#holds.takeResumed(one);
    };
  }

  /** How a thread waits in this very place, looking at its mail, until it is over. */
  set waitHere(wait: (isOver: () => boolean) => void) {
    this.#actions.waitHere = wait;
  }

  /** The program was there before us: what lines are is V8's to say. Gives a way to put all back, which says what it could not. */
  bindLate(makeGate: MakeGate): () => Promise<readonly string[]> {
    const late = new LatePlaces(this.#rt, this.#inner, makeGate, (probes, visit) => {
      const holder = this.#actions.meet(probes, visit);
      if (holder === undefined) return undefined;
      const held = this.#actions.hold(holder, visit);
      // The function takes what was edited as it goes on.
      held.writeInFrame = () => {};
      return held.released.then(() => held.writeShared());
    });
    this.#arming.late = late;
    return () => late.close();
  }

  get plan(): Plan {
    return this.#arming.plan;
  }

  get files(): Iterable<GatedFile> {
    return this.#arming.files;
  }

  get held(): Iterable<HeldFlow> {
    return this.#holds.all;
  }

  getHeld(id: string): HeldFlow | undefined {
    return this.#holds.get(id);
  }

  /** Where it is held. */
  placeOf(one: Activation): BoundPlace | undefined {
    return this.#holds.of(one)?.visit.place;
  }

  waitersFor(held: HeldFlow): Hold['waiters'] {
    return this.#watch.waitersFor(held.visit.flow);
  }

  addFile(file: GatedFile): void {
    this.#arming.addFile(file);
    this.setSwitches();
  }

  setSwitches(): void {
    this.#arming.setSwitches(this.#steps.size > 0, this.trails.isOn);
  }

  /** The whole of what is asked for, from now on. `rests`: what is no more asked for may come back with its counts. */
  follow(plan: Plan, rests = false): readonly Binding[] {
    this.#arming.follow(plan, rests);
    this.#moments.follow(this.#arming.moments);
    this.#steps.endWhere(probe => !this.#arming.has(probe));
    for (const probe of this.#arming.next) this.#steps.startNext(probe);
    this.setSwitches();
    for (const held of [...this.#holds.all])
      if (!this.#arming.has(held.probe)) this.#holds.letGo(held, 'its probe was taken away');
    return this.#arming.bindings();
  }

  /** Undefined: its own names are what its gate hands over. Else the number of a frame that V8 is asked for. */
  frameOf(held: HeldFlow, frame: number | undefined): number | undefined {
    if (held.kind === 'stop') return frame ?? (held.visit.isBare === true ? 0 : undefined);
    if (frame === undefined) return undefined;
    throw fail('refused', 'Of the callers of a flow that is held the place alone is known: they wait, on no stack.');
  }

  /** The user's word. Conflicts are told, and nothing is resumed, unless forced. */
  resume(
    held: HeldFlow,
    step: StepWord | undefined,
    force: boolean,
  ): { resumed: boolean; conflicts: readonly string[] } {
    const conflicts = held.conflicts();
    if (conflicts.length > 0 && !force) return { resumed: false, conflicts };
    const { activation } = held.visit;
    if (step !== undefined && activation === null && held.kind === 'hold')
      throw fail('refused', 'A flow that is held in code which was there before Eddy takes no steps.', {
        hint: 'Hold it at the next line, or use stop: a stopped program takes steps.',
      });
    if (step !== undefined && activation !== null)
      this.#steps.start({
        probe: held.probe,
        word: step,
        start: activation,
        ...(held.kind === 'stop' ? { stops: true } : {}),
      });
    else if (step !== undefined && held.kind === 'stop')
      this.#rt.guard('line step', () => this.#inner.step(held.probe, step, held.visit.place));
    else if (held.kind === 'stop') this.#inner.rest();
    this.#holds.letGo(held, step === undefined ? 'resumed' : `step ${step}`, force);
    return { resumed: true, conflicts };
  }

  /** Flows cannot be told apart any more: probes of single flows would meet the wrong ones. */
  isolationLost(): void {
    this.#arming.rebind();
    this.setSwitches();
  }

  /** Nobody is left who could ask for anything. */
  letEverythingGo(why: string): void {
    this.#isAlone = true;
    // Before their probes go: those are not why.
    this.#holds.letAllGo(why);
    this.follow({ ...this.plan, probes: [] }, true);
    this.#steps.clear();
  }

  /** Somebody is there again, who says the plan next. */
  hearAgain(): void {
    this.#isAlone = false;
  }

  /** Probes of the program itself, for the flow that runs now and those it starts. Never more than snaps. */
  openOwn(name: string, places: readonly OwnPlace[], hear: Hear): OwnSession {
    return this.#own.open(name, places, hear);
  }

  /** The program's own word: who runs now is held at its next statement that can wait. */
  holdNext(flow: Flow): void {
    if (this.plan.observeOnly || this.#isAlone) return;
    const spec: ProbeSpec = { id: 'breakpoint', session: '', kind: 'hold', place: { file: '', line: 0 } };
    const probe = new ArmedProbe(spec, new TargetSession({ id: '', name: '', match: [] }));
    this.#steps.startIn(flow, probe, 'breakpoint()');
  }

  /** Before the first line, until somebody says go. */
  stopAtStart(path: string): void {
    const place = { file: path, line: 1 };
    const spec: ProbeSpec = { id: 'wait', session: '', kind: 'stop', place, holdForMs: Number.POSITIVE_INFINITY };
    const probe = new ArmedProbe(spec, new TargetSession({ id: '', name: '', match: [] }));
    this.#actions.stop(probe, GateVisit.atStart(path, this.#rt.flow()));
  }

  words(file: GatedFile): GateWords {
    const rt = this.#rt;
    const armed = this.#arming.armedIn(file);
    const meant = (gate: number): boolean => {
      this.lookAtMail();
      const probes = armed[gate];
      if (probes === undefined) return false;
      const { sessions } = rt.flow();
      for (let at = 0; at < probes.length; at++) {
        const { session } = probes[at]!;
        if (session.everyFlow || sessions?.has(session) === true) return true;
      }
      return false;
    };
    const visit = (gate: number, one: Activation | null, self: unknown, values: unknown[], access?: Access) =>
      rt.guard('probe', () =>
        this.#visit(armed[gate] ?? [], new GateVisit(file, gate, one, rt.flow(), self, values, access)),
      ) === true;
    const { trails } = this;
    const isFollowed = () => trails.isOn && trails.of(rt.flow()) !== undefined;
    return {
      e: gate => {
        if (meant(gate) || this.#steps.here(true) !== undefined)
          this.#enter(armed[gate] ?? [], () => visit(gate, null, undefined, []), file.file);
      },
      m: gate => meant(gate) || this.#steps.here() !== undefined || isFollowed(),
      w: (gate, activation, self, values, access) =>
        visit(gate, activation === 0 ? null : activation, self, values, access),
      h: activation => {
        const held = activation === null ? undefined : this.#holds.of(activation);
        if (held !== undefined) this.#activations.hold(activation!);
        return held?.released;
      },
      u: (at, own) => (this.#resumed === undefined ? own : this.#resumed.byValue(at, own)),
    };
  }

  /** A function with one gate: what concerns it, or lines inside it. */
  #enter(probes: readonly ArmedProbe[], visit: () => void, file: string): void {
    const inside = probes.filter(probe => this.#arming.insideOf(probe) !== undefined);
    if (inside.length < probes.length || this.#steps.here(true) !== undefined) visit();
    const { sessions } = this.#rt.flow();
    for (const probe of inside) {
      if (!probe.session.everyFlow && sessions?.has(probe.session) !== true) continue;
      const line = this.#arming.insideOf(probe)!;
      this.#rt.guard('inner line', () => this.#inner.arm(probe, file, line));
    }
  }

  /** Once, also when its probe is asked for again. */
  #endNext(step: Step): void {
    step.probe.hits++;
    this.#steps.end(step);
  }

  /** True when the flow has to wait here. */
  #visit(probes: readonly ArmedProbe[], visit: GateVisit): boolean {
    if (this.trails.isOn) this.trails.of(visit.flow)?.passed(visit);
    const here = probes.some(probe => this.#arming.insideOf(probe) !== undefined)
      ? probes.filter(probe => this.#arming.insideOf(probe) === undefined)
      : probes;
    let holder = this.#actions.meet(here, visit);
    // What a compiler added is nobody's statement.
    const step = visit.place.line > 0 ? this.#steps.here(visit.activation === null) : undefined;
    if (step !== undefined) {
      holder ??= step.probe;
      if (step.word !== 'next') this.#steps.end(step);
      else if (holder === step.probe) this.#endNext(step);
    }
    if (holder === undefined) return false;
    const { kind, orStop } = holder.spec;
    const cannotWait = visit.activation === null;
    const stops = kind === 'stop' || (step?.probe === holder && step.stops) || (cannotWait && orStop);
    if (stops === true) return this.#actions.stop(holder, visit);
    if (cannotWait) return false;
    this.#actions.hold(holder, visit, step?.after);
    return true;
  }
}
