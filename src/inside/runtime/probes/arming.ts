import { counter } from '../../../base/index.ts';
import type { Binding, Plan } from '../../../wire/protocol/index.ts';
import type { Flow, Runtime } from '../core/index.ts';
import { ArmedProbe } from './armed-probe.ts';
import type { GatesOf } from './find-place.ts';
import { FlowSessions } from './flow-sessions.ts';
import type { GatedFile } from './gated-file.ts';
import type { InnerLines } from './inner-lines.ts';
import type { LatePlaces } from './late-places.ts';
import { Placing } from './placing.ts';
import type { Throws } from './throws.ts';

const noPlan: Plan = { revision: 0, sessions: [], probes: [], observeOnly: false, letGoAfterMs: 500 };

/** Which gates of this thread are open, for which probes. */
export class Arming {
  readonly #rt: Runtime;
  readonly #placing: Placing;
  readonly #sessions: FlowSessions;
  readonly #files = new Map<GatedFile, (ArmedProbe[] | undefined)[]>();
  readonly #probes = new Map<string, ArmedProbe>();
  /** Of sessions that the program opened itself. */
  readonly #own = new Set<ArmedProbe>();
  /** Those that rest while nobody is there: the same ones come back with their counts. */
  #resting: ReadonlyMap<string, ArmedProbe> = new Map();
  readonly #bindings = new Map<string, Binding>();
  /** Lines of those that wait inside a function whose entry they have. */
  readonly #insides = new WeakMap<ArmedProbe, number>();
  readonly #inner: InnerLines;
  readonly #statements = new WeakMap<GatedFile, Uint8Array>();
  readonly #nextWord = counter();
  #plan: Plan = noPlan;

  constructor(rt: Runtime, throws: Throws, inner: InnerLines) {
    this.#inner = inner;
    this.#rt = rt;
    this.#placing = new Placing(rt, throws, inner);
    throws.onReady = () => this.#arm();
    this.#sessions = new FlowSessions(rt);
  }

  /** Nothing gets gates in this thread: it was there before us. */
  set late(late: LatePlaces) {
    this.#placing.late = late;
    late.onChange = () => this.#arm();
  }

  get plan(): Plan {
    return this.#plan;
  }

  get files(): Iterable<GatedFile> {
    return this.#files.keys();
  }

  /** Those that wait for something to happen, wherever. */
  get moments(): ArmedProbe[] {
    return [...this.#probes.values()].filter(({ spec }) => !('file' in spec.place));
  }

  /** Those that wait for the next statement of this thread, and have not seen it. */
  get next(): ArmedProbe[] {
    return this.moments.filter(({ spec: { place }, hits, isRetired }) => {
      return 'on' in place && place.on === 'statement' && place.target === this.#rt.target && hits === 0 && !isRetired;
    });
  }

  insideOf(probe: ArmedProbe): number | undefined {
    return this.#insides.get(probe);
  }

  has(probe: ArmedProbe): boolean {
    return this.#probes.get(probe.spec.id) === probe || probe.spec.session === '' || probe.session.hear !== undefined;
  }

  /** By gate; the list itself stays the same one. */
  armedIn(file: GatedFile): readonly (readonly ArmedProbe[] | undefined)[] {
    return this.#files.get(file) ?? [];
  }

  /** A file was loaded: probes may have waited for it. */
  addFile(file: GatedFile): void {
    this.#files.set(file, []);
    if (this.#probes.size + this.#own.size > 0) this.#arm();
  }

  /** `rests`: what the plan has no more may come back with a later one. */
  follow(plan: Plan, rests = false): void {
    this.#plan = plan;
    this.#sessions.replace(plan.sessions);
    const before = new Map([...this.#resting, ...this.#probes]);
    this.#resting = rests ? before : new Map();
    this.#probes.clear();
    for (const { retired = false, ...spec } of plan.probes) {
      const session = this.#sessions.get(spec.session);
      if (session === undefined) continue;
      const known = before.get(spec.id);
      const isSame = known?.session === session && JSON.stringify(known.spec) === JSON.stringify(spec);
      const probe = isSame ? known : new ArmedProbe(spec, session);
      probe.isRetired = retired;
      this.#probes.set(spec.id, probe);
    }
    if (!rests) this.#forgetBindings();
    this.#arm();
  }

  /** What could be bound before may not be now. */
  rebind(): void {
    this.#arm();
  }

  bindings(): Binding[] {
    return [...this.#probes.values()].map(probe => this.#said(this.#bindings.get(probe.spec.id)!, probe));
  }

  addOwn(probes: readonly ArmedProbe[]): void {
    for (const probe of probes) this.#own.add(probe);
    this.#arm();
  }

  takeOwn(probes: readonly ArmedProbe[]): void {
    for (const probe of probes) {
      this.#own.delete(probe);
      this.#bindings.delete(probe.spec.id);
    }
    this.#arm();
  }

  bindingOf(probe: ArmedProbe): Binding | undefined {
    const binding = this.#bindings.get(probe.spec.id);
    return binding && this.#said(binding, probe);
  }

  /** Its condition or text could not be evaluated. */
  tellTrouble(probe: ArmedProbe, flow: Flow): void {
    probe.tell(this.#rt, 'probe-failed', flow, { ...this.bindingOf(probe) });
  }

  /** Opens the gates that have to be, and no other; or all of them, or those of all statements. */
  setSwitches(all: boolean, statements: boolean): void {
    for (const [file, armed] of this.#files) {
      if (!all && statements) file.switches.set(this.#statementsOf(file));
      else file.switches.fill(all ? 1 : 0);
      armed.forEach((probes, gate) => {
        if (probes !== undefined) file.switches[gate] = 1;
      });
    }
  }

  /** Without the entries of sync functions, which carry nothing. */
  #statementsOf(file: GatedFile): Uint8Array {
    let open = this.#statements.get(file);
    if (open === undefined) {
      open = Uint8Array.from(file.switches, (_, gate) => (file.gates[gate]?.entry === true ? 0 : 1));
      this.#statements.set(file, open);
    }
    return open;
  }

  /** Of probes that were taken away: their ids never come again. */
  #forgetBindings(): void {
    const own = new Set([...this.#own].map(({ spec }) => spec.id));
    for (const id of this.#bindings.keys()) if (!this.#probes.has(id) && !own.has(id)) this.#bindings.delete(id);
  }

  #arm(): void {
    const { late } = this.#placing;
    do {
      for (const armed of this.#files.values()) armed.length = 0;
      late?.begin();
      for (const probe of this.#probes.values()) this.#bind(probe);
      for (const probe of this.#own) this.#bind(probe);
    } while (late?.end() === true);
    // An open debugger that nobody needs is not left open.
    if (![...this.#probes.values(), ...this.#own].some(probe => this.#insides.has(probe))) this.#inner.close();
  }

  #bind(probe: ArmedProbe): void {
    const { spec } = probe;
    const known = this.#bindings.get(spec.id);
    const { binding, gates, inside } = this.#placing.place(probe, this.#plan, [...this.#files.keys()], known);
    if (inside === undefined) this.#insides.delete(probe);
    else this.#insides.set(probe, inside.line);
    this.#bindings.set(spec.id, binding);
    // The thread stands: a function that it has entered already runs to this line, too.
    if (inside !== undefined && known?.state !== 'bound' && this.#rt.stopped)
      this.#inner.arm(probe, inside.file, inside.line);
    for (const one of gates) this.#armGates(probe, one);
    // A gate's is told again when another file has its line, too.
    const isNews = known?.state !== binding.state || (binding.mechanism === 'gate' && known.reason !== binding.reason);
    if (!isNews || binding.state === 'waiting') return;
    probe.tell(this.#rt, binding.state === 'bound' ? 'probe-bound' : 'probe-refused', undefined, {
      ...this.#said(binding, probe),
    });
  }

  /** As it stands now, with its counts. */
  #said(binding: Binding, { hits, trouble }: ArmedProbe): Binding {
    return { ...binding, hits, ...(trouble === undefined ? {} : { trouble }), word: this.#nextWord() };
  }

  #armGates(probe: ArmedProbe, { file, gates }: GatesOf): void {
    const armed = this.#files.get(file)!;
    for (const gate of gates) armed[gate] = [...(armed[gate] ?? []), probe];
  }
}
