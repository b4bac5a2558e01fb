import type { Binding, BoundPlace, Mechanism, Plan, ProbeEvent, ProbeSpec } from '../../../wire/protocol/index.ts';
import { fileOf } from '../activations/index.ts';
import { captureStack } from '../capture/index.ts';
import type { Runtime } from '../core/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import { type FoundGates, findPlace, type GatesOf, innermost, ofEachGate } from './find-place.ts';
import type { GatedFile, GatedFunction } from './gated-file.ts';
import type { InnerLines } from './inner-lines.ts';
import type { LatePlaces } from './late-places.ts';
import type { Throws } from './throws.ts';

/** So many files are named where a line is in several. */
const mostFiles = 4;

type Base = Pick<Binding, 'probe' | 'target' | 'hits'>;

export interface Placed {
  readonly binding: Binding;
  /** That have to be open for it, in each file that was made of its source. */
  readonly gates: readonly GatesOf[];
  /** The line of `file` that V8 is to stop at: from one of those gates on, or of the module that runs. */
  readonly inside?: { readonly file: string; readonly line: number };
}

/** Finds where a probe can be met in this thread, and by which means. */
export class Placing {
  readonly #rt: Runtime;
  readonly #throws: Throws;
  readonly #inner: InnerLines;
  /** Where nothing gets gates, since it was there before us. */
  late: LatePlaces | undefined;

  constructor(rt: Runtime, throws: Throws, inner: InnerLines) {
    this.#rt = rt;
    this.#throws = throws;
    this.#inner = inner;
  }

  #bindMoment({ kind, place }: ProbeSpec): Pick<Binding, 'state' | 'mechanism' | 'reason'> {
    const event = place as ProbeEvent;
    const { on } = event;
    if (this.late !== undefined && (kind === 'hold' || on === 'statement'))
      return { state: 'refused', reason: noGates };
    if (event.on === 'statement') {
      const isMeant = event.target === this.#rt.target;
      return isMeant ? { state: 'bound', mechanism: 'gate' } : { state: 'waiting', reason: 'Another thread is meant.' };
    }
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

  /** `known`: what was found before. */
  place(probe: ArmedProbe, plan: Plan, files: readonly GatedFile[], known?: Binding): Placed {
    const { spec, session } = probe;
    const base = { probe: spec.id, target: this.#rt.target, hits: 0 };
    const refused = (reason: string, near: readonly number[] = []): Placed => ({
      binding: { ...base, state: 'refused', reason, places: [], ...(near.length === 0 ? {} : { near }) },
      gates: [],
    });
    if (plan.observeOnly && (spec.kind === 'hold' || spec.kind === 'stop'))
      return refused('This run is --observe-only.');
    if (!this.#rt.isolation && !session.everyFlow)
      return refused('Flows cannot be told apart in this process: the report says what took their context away.');
    const { whyUnreadable } = probe;
    if (!('file' in spec.place) && whyUnreadable !== undefined) return refused(whyUnreadable);
    if (!('file' in spec.place)) return { binding: { ...base, places: [], ...this.#bindMoment(spec) }, gates: [] };
    if (this.late !== undefined) return { binding: this.late.place(probe, base), gates: [] };
    const { file: name, line } = spec.place;
    const found = findPlace(name, line, files);
    if (!found.found) {
      if (!found.loaded) return { binding: { ...base, state: 'waiting', reason: found.why, places: [] }, gates: [] };
      const mayStop = spec.kind !== 'hold' || spec.orStop === true;
      const late = mayStop && found.module !== undefined ? this.#placeLate(base, found.module, line, known) : undefined;
      return late ?? refused(found.why, found.near);
    }
    // Only where its file is: a program of several languages may have it in another.
    if (whyUnreadable !== undefined) return refused(whyUnreadable);
    const { meant, no, reasons, near } = holdable(found, spec, line);
    if (no !== undefined) return refused(no, near);
    const { file, gates } = meant[0];
    const gate = file.gates[gates[0]!]!;
    if (gate.entry === true && gate.line !== line) {
      const inside = this.#lineInside(file, line, functionOf(meant[0]).endLine);
      if (typeof inside === 'string') return refused(inside);
      const place = { ...placeOf(file, gates[0]!), line: inside, column: 1 };
      const binding = bound(base, 'inspector', [place], [...reasons, fromEntry]);
      return { binding, gates: [meant[0]], inside: { file: file.file, line: inside } };
    }
    const isBare = gate.entry === true && (spec.kind === 'snap' || spec.kind === 'log' || spec.condition !== undefined);
    const merged = gate.line === line ? [] : [`Line ${line} belongs to the statement of line ${gate.line}.`];
    const places = ofEachGate(meant, placeOf);
    const all = [...reasons, ...(isBare ? [bare] : []), ...merged, ...inAll(meant)];
    return { binding: bound(base, 'gate', places, all), gates: meant };
  }

  /** In a module that runs now: its thread stands in something that it called. */
  #placeLate(base: Base, file: GatedFile, line: number, known: Binding | undefined): Placed | undefined {
    const where = known?.mechanism === 'inspector' ? known.places[0]?.line : this.#lineAhead(file, line);
    if (where === undefined) return undefined;
    const place = { file: file.file, line: where, column: 1, function: '(module)' };
    const inside = { file: file.file, line: where };
    return { binding: bound(base, 'inspector', [place], [runsOnce]), gates: [], inside };
  }

  #lineAhead(file: GatedFile, line: number): number | undefined {
    if (!this.#rt.stopped || file.compiled === true) return undefined;
    const isOfModule = (at: number) => file.functions[innermost(file, at) ?? -1]?.kind === 'module';
    if (!captureStack().some(one => one.file === file.file && isOfModule(one.line))) return undefined;
    const at = this.#rt.guard('inner line', () => this.#inner.lineAt(file.file, line));
    return at !== undefined && isOfModule(at) ? at : undefined;
  }

  /** In a function that has one gate, at its entry. A text says why not. */
  #lineInside(file: GatedFile, line: number, endLine: number): number | string {
    if (file.compiled === true)
      return 'The function was compiled from another text: set the probe before the program starts.';
    const at = this.#rt.guard('inner line', () => this.#inner.lineAt(file.file, line));
    return at === undefined || at > endLine ? `V8 cannot stop at line ${line}: nothing begins there.` : at;
  }
}

const fromEntry =
  'The function has one gate, at its entry: from there on V8 stops at the line, at some 0.5 ms each time.';
const noGates =
  'The program was there before Eddy: it has no statements that a flow could be held at. Use snap or stop.';
const runsOnce = 'The module runs now, and once: V8 stops at the line in this run of it.';
const bare =
  'Its variables are not captured: the function is not async. Set the probe before the program starts to have them.';

function bound(base: Base, mechanism: Mechanism, places: readonly BoundPlace[], reasons: readonly string[]): Binding {
  const reason = reasons.length === 0 ? {} : { reason: reasons.join(' ') };
  return { ...base, state: 'bound', mechanism, places, ...reason };
}

type Some = readonly [GatesOf, ...GatesOf[]];

/** Where a hold can be met: in those of its files in which a flow can wait, or else stopped. Any other probe is met in all. */
function holdable(
  { in: all, source }: FoundGates,
  { kind, orStop }: ProbeSpec,
  line: number,
): { meant: Some; no?: string; reasons: readonly string[]; near?: readonly number[] } {
  const stuck = kind === 'hold' ? all.find(one => !isWaiting(one)) : undefined;
  if (stuck === undefined) return { meant: all, reasons: [] };
  const [can, ...more] = all.filter(isWaiting);
  const why = whyNoWait(functionOf(stuck));
  if (can === undefined) {
    const near = asyncLinesNear(all, line, source);
    const no = `${why} ${hintOf(near)}`;
    return orStop === true
      ? { meant: all, reasons: [`It stops the whole process: ${no}`] }
      : { meant: all, no, reasons: [], near };
  }
  return orStop === true
    ? { meant: all, reasons: [`In ${fileRun(stuck)} it stops the whole process: ${why}`] }
    : { meant: [can, ...more], reasons: [`In ${fileRun(stuck)} nothing is held: ${why}`] };
}

/** A flow can be held at it. */
function isWaiting({ file, gates }: GatesOf): boolean {
  return gates.every(gate => canWait(file.functions[file.gates[gate]!.fn]!));
}

function canWait({ recorded, kind }: GatedFunction): boolean {
  return recorded && kind.startsWith('async');
}

function functionOf({ file, gates }: GatesOf): GatedFunction {
  return file.functions[file.gates[gates[0]!]!.fn]!;
}

function fileRun({ file, gates }: GatesOf): string {
  return file.running(gates[0]!).file;
}

/** Of one source in two bundles, both are said. */
function inAll(all: readonly GatesOf[]): string[] {
  const ran = [...new Set(all.map(fileRun))];
  if (ran.length === 1) return [];
  const more = ran.length > mostFiles ? ` and ${ran.length - mostFiles} more` : '';
  return [`It is in ${ran.length} files that were made of its source: ${ran.slice(0, mostFiles).join(', ')}${more}.`];
}

/** Once, where the same is in several files. */
function placeOf(file: GatedFile, gate: number): BoundPlace {
  const { line, column, fn } = file.gates[gate]!;
  return { file: fileOf(file, fn), line, column, function: file.functions[fn]?.name ?? '' };
}

/** An async function that was compiled for an older target may be none any more: what to tell the compiler. */
function whyNoWait({ name, kind, machine }: GatedFunction): string {
  const who = name || 'This function';
  if (machine === undefined && kind === 'generator')
    return `${who} is a generator: a flow cannot wait in it. Was it an async function? Then it was compiled in a way that Eddy does not know: set the compiler’s target to ES2018 or later.`;
  if (machine === undefined) return `${who} is not async: a flow cannot wait in it.`;
  return kind === 'generator'
    ? `${who} was an async generator, of which ${machine} made a generator that never awaits: a flow cannot wait in it. ${remedyFor(machine, 'ES2018')}`
    : `${who} was compiled for ES5 by ${machine}, which makes a state machine of an async function: a flow cannot wait in it. ${remedyFor(machine, 'ES2017')}`;
}

function remedyFor(compiler: string, target: string): string {
  switch (compiler) {
    case 'TypeScript':
      return `Set "target" in tsconfig.json to ${target} or later.`;
    case 'Babel':
      return 'Set "targets" of @babel/preset-env to the Node that runs it: { node: "current" }.';
    case 'SWC':
      return `Set "jsc.target" in .swcrc to ${target.toLowerCase()} or later.`;
    default:
      return `Set its target to ${target.toLowerCase()} or later.`;
  }
}

/** Lines of async functions, where a hold would do. */
function asyncLinesNear(all: readonly GatesOf[], line: number, source: string): number[] {
  const near = all
    .flatMap(({ file }) =>
      file.gates.filter(({ fn }) => file.functions[fn]?.kind.startsWith('async') && fileOf(file, fn) === source),
    )
    .map(gate => gate.line)
    .sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
  return [...new Set(near)].slice(0, 3).sort((a, b) => a - b);
}

function hintOf(lines: readonly number[]): string {
  return lines.length === 0
    ? 'Use snap or stop.'
    : `Lines near it that would do: ${lines.join(', ')}; or use snap or stop.`;
}
