import type { Binding, BoundPlace, Plan, ProbeEvent, ProbeSpec } from '../../../wire/protocol/index.ts';
import type { Runtime } from '../core/index.ts';
import { ArmedProbe } from './armed-probe.ts';
import { findPlace } from './find-place.ts';
import { FlowSessions } from './flow-sessions.ts';
import type { GatedFile } from './gated-file.ts';
import type { InnerLines } from './inner-lines.ts';
import type { Throws } from './throws.ts';

const noPlan: Plan = { revision: 0, sessions: [], probes: [], observeOnly: false, letGoAfterMs: 500 };

/** Which gates of this thread are open, for which probes. */
export class Arming {
  readonly #rt: Runtime;
  readonly #throws: Throws;
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
  #plan: Plan = noPlan;

  constructor(rt: Runtime, throws: Throws, inner: InnerLines) {
    this.#inner = inner;
    this.#rt = rt;
    this.#throws = throws;
    throws.onReady = () => this.#arm();
    this.#sessions = new FlowSessions(rt);
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
    for (const spec of plan.probes) {
      const session = this.#sessions.get(spec.session);
      if (session === undefined) continue;
      const known = before.get(spec.id);
      const isSame = known?.session === session && JSON.stringify(known.spec) === JSON.stringify(spec);
      this.#probes.set(spec.id, isSame ? known : new ArmedProbe(spec, session));
    }
    if (!rests) this.#forgetBindings();
    this.#arm();
  }

  /** What could be bound before may not be now. */
  rebind(): void {
    this.#arm();
  }

  bindings(): Binding[] {
    return [...this.#probes.values()].map(probe => ({ ...this.#bindings.get(probe.spec.id)!, hits: probe.hits }));
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
    return binding && { ...binding, hits: probe.hits };
  }

  /** Opens the gates that have to be, and no other; or all of them. */
  setSwitches(all: boolean): void {
    for (const [file, armed] of this.#files) {
      file.switches.fill(all ? 1 : 0);
      armed.forEach((probes, gate) => {
        if (probes !== undefined) file.switches[gate] = 1;
      });
    }
  }

  /** Of probes that were taken away: their ids never come again. */
  #forgetBindings(): void {
    const own = new Set([...this.#own].map(({ spec }) => spec.id));
    for (const id of this.#bindings.keys()) if (!this.#probes.has(id) && !own.has(id)) this.#bindings.delete(id);
  }

  #arm(): void {
    for (const armed of this.#files.values()) armed.length = 0;
    for (const probe of this.#probes.values()) this.#bind(probe);
    for (const probe of this.#own) this.#bind(probe);
    // An open debugger that nobody needs is not left open.
    if (![...this.#probes.values(), ...this.#own].some(probe => this.#insides.has(probe))) this.#inner.close();
  }

  #bind(probe: ArmedProbe): void {
    const { spec } = probe;
    const { binding, file, gates, inside } = this.#place(probe);
    if (inside === undefined) this.#insides.delete(probe);
    else this.#insides.set(probe, inside);
    const known = this.#bindings.get(spec.id);
    this.#bindings.set(spec.id, binding);
    for (const gate of gates) {
      const armed = this.#files.get(file!)!;
      armed[gate] = [...(armed[gate] ?? []), probe];
    }
    if (known?.state === binding.state || binding.state === 'waiting') return;
    probe.tell(this.#rt, binding.state === 'bound' ? 'probe-bound' : 'probe-refused', undefined, { ...binding });
  }

  #bindMoment({ kind, place }: ProbeSpec): Pick<Binding, 'state' | 'mechanism' | 'reason'> {
    const { on } = place as ProbeEvent;
    const later =
      kind === 'hold' ? { reason: 'The flow is held at its next statement that can wait, once it has happened.' } : {};
    if (on !== 'throw' && on !== 'uncaught') return { state: 'bound', mechanism: 'runtime', ...later };
    if (this.#throws.ask === undefined)
      return {
        state: 'refused',
        reason:
          'Errors are watched in main threads only, and where Node has an inspector for them: not in a worker, nor in what --test or --watch starts others from.',
      };
    if (!this.#throws.says(on === 'throw' ? 'all' : 'uncaught'))
      return { state: 'waiting', reason: "V8's debugger is being opened." };
    const guess =
      on === 'uncaught' ? { reason: 'Whether anybody will catch it is what V8 predicts as it is thrown.' } : {};
    return { state: 'bound', mechanism: 'inspector', ...guess, ...later };
  }

  #place({ spec, session }: ArmedProbe): {
    binding: Binding;
    file?: GatedFile;
    gates: readonly number[];
    inside?: number;
  } {
    const base = { probe: spec.id, target: this.#rt.target, hits: 0 };
    const refused = (reason: string, near: readonly number[] = []) => ({
      binding: { ...base, state: 'refused' as const, reason, places: [], ...(near.length === 0 ? {} : { near }) },
      gates: [],
    });
    if (this.#plan.observeOnly && (spec.kind === 'hold' || spec.kind === 'stop'))
      return refused('This run is --observe-only.');
    if (!this.#rt.isolation && !session.everyFlow)
      return refused('Flows cannot be told apart in this process: the report says what took their context away.');
    if (!('file' in spec.place)) return { binding: { ...base, places: [], ...this.#bindMoment(spec) }, gates: [] };
    const { file: name, line } = spec.place;
    const found = findPlace(name, line, this.#files.keys());
    if (!found.found) {
      if (!found.loaded) return { binding: { ...base, state: 'waiting', reason: found.why, places: [] }, gates: [] };
      return refused(found.why, found.near);
    }
    const { file, gates } = found;
    const places = gates.map(gate => placeOf(file, gate));
    const fn = file.functions[file.gates[gates[0]!]!.fn]!;
    if (spec.kind === 'hold' && !(fn.recorded && fn.kind.startsWith('async'))) {
      const near = asyncLinesNear(file, line);
      return refused(`${fn.name || 'This function'} is not async: a flow cannot wait in it. ${hintOf(near)}`, near);
    }
    const entry = file.gates[gates[0]!]!.entry === true;
    if (entry && found.line !== line) return this.#placeInside(base, file, gates, line, fn.endLine, refused);
    const reason = entry
      ? 'Its variables are not captured: the function is not async. Set the probe before the program starts to have them.'
      : found.line === line
        ? undefined
        : `Line ${line} belongs to the statement of line ${found.line}.`;
    return {
      binding: { ...base, state: 'bound', mechanism: 'gate', places, ...(reason === undefined ? {} : { reason }) },
      file,
      gates,
    };
  }

  /** In a function that has one gate, at its entry. */
  #placeInside(
    base: Pick<Binding, 'probe' | 'target' | 'hits'>,
    file: GatedFile,
    gates: readonly number[],
    line: number,
    endLine: number,
    refused: (reason: string) => { binding: Binding; gates: readonly number[] },
  ): { binding: Binding; file?: GatedFile; gates: readonly number[]; inside?: number } {
    if (file.compiled === true)
      return refused('The function was compiled from another text: set the probe before the program starts.');
    const at = this.#rt.guard('inner line', () => this.#inner.lineAt(file.file, line));
    if (at === undefined || at > endLine) return refused(`V8 cannot stop at line ${line}: nothing begins there.`);
    const place = { ...placeOf(file, gates[0]!), line: at, column: 1 };
    const reason =
      'The function has one gate, at its entry: from there on V8 stops at the line, at some 0.5 ms each time.';
    return {
      binding: { ...base, state: 'bound', mechanism: 'inspector', places: [place], reason },
      file,
      gates,
      inside: at,
    };
  }
}

function placeOf(file: GatedFile, gate: number): BoundPlace {
  const { line, column, fn } = file.gates[gate]!;
  return { file: file.file, line, column, function: file.functions[fn]?.name ?? '' };
}

/** Lines of async functions, where a hold would do. */
function asyncLinesNear(file: GatedFile, line: number): number[] {
  const near = file.gates
    .filter(gate => file.functions[gate.fn]?.kind.startsWith('async') === true)
    .map(gate => gate.line)
    .sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
  return [...new Set(near)].slice(0, 3).sort((a, b) => a - b);
}

function hintOf(lines: readonly number[]): string {
  return lines.length === 0
    ? 'Use snap or stop.'
    : `Lines near it that would do: ${lines.join(', ')}; or use snap or stop.`;
}
