import { setFlagsFromString } from 'node:v8';
import type { BoundPlace } from '../../../wire/protocol/index.ts';
import type { Runtime } from '../core/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import type { AskV8 } from './call-frame.ts';
import type { Access } from './gate-visit.ts';
import type { Local } from './gated-file.ts';
import { type LivePiece, LiveScript } from './live-script.ts';
import { LiveVisit } from './live-visit.ts';
import { handName, type LineInScript, type LoadedScript, type LoadedScripts } from './loaded-scripts.ts';
import type { Visit } from './visit.ts';

/** One gate for a text that runs: see gates/instrument. */
export type MakeGate = (
  source: string,
  kind: 'module' | 'commonjs',
  isWanted: (line: number, column: number) => boolean,
) =>
  | {
      readonly ok: true;
      readonly place: PlaceOfGate;
      readonly names: readonly Local[];
      readonly editable: number;
      readonly byValue: number;
      write(hand: string, id: number): readonly LivePiece[];
    }
  | { readonly ok: false; readonly why: string; readonly places: readonly PlaceOfGate[] };

interface PlaceOfGate {
  readonly line: number;
  readonly column: number;
  readonly function: string;
}

type MadeGate = Extract<ReturnType<MakeGate>, { ok: true }>;

interface LiveGate {
  readonly id: number;
  readonly script: LiveScript;
  readonly gate: MadeGate;
  readonly place: BoundPlace;
  readonly probes: Set<ArmedProbe>;
  state: 'wanted' | 'set' | 'no';
  why: string;
}

export type LiveBinding =
  | { readonly is: 'set'; readonly place: BoundPlace; readonly tookMs: number }
  | { readonly is: 'wanted'; readonly why: string }
  | { readonly is: 'no'; readonly why: string; readonly near: readonly number[] };

/** What edited code calls. Without it, its gates pass everybody. */
const hand = `globalThis["${handName}"]`;
/** For each edit V8 stands still, to look through its whole heap: it goes on for at least so many times as long. */
const restTimes = 4;
const everyMs = 20;
/** Who asked is answered before it is told that it came about. */
const firstMs = 100;
const withinMs = 5_000;
const mostStillMs = 1_000;
/** Sooner than our hub stops waiting for us to leave. */
const putBackWithinMs = 2_000;
const mostScripts = 8;

/**
 * Gates that are put into functions while the program runs, by V8's live edit: it exchanges a script's text where no run of
 * the function that changes is under way. Where one is, it is tried again, for a while; so it is when the text is put back.
 */
export class LiveEdits {
  readonly #rt: Runtime;
  readonly #ask: AskV8;
  readonly #scripts: LoadedScripts;
  readonly #make: MakeGate;
  readonly #edited = new Map<string, LiveScript>();
  /** By what was asked for: one in each script that is of that file. */
  readonly #asked = new Map<string, readonly LiveGate[]>();
  readonly #byId = new Map<number, LiveGate>();
  #lastId = 0;
  #isTrying = false;
  #hasFlag = false;
  /** V8 stood still for the newest edit, and for all tries of what is asked for now. */
  #lastMs = 0;
  #stillMs = 0;
  #since = 0;
  /** What is done where probes are met; gives what the flow waits for. */
  act: (probes: readonly ArmedProbe[], visit: Visit) => Promise<void> | undefined = () => undefined;
  /** While it is said anew what is asked for: these scripts have another text. */
  onEdited: (scripts: readonly string[]) => void = () => {};
  /** What could be bound before may not be now, or the other way round; `scripts` have another text. */
  onChange: (scripts: readonly string[]) => void = () => {};

  constructor(rt: Runtime, ask: AskV8, scripts: LoadedScripts, make: MakeGate) {
    this.#rt = rt;
    this.#ask = ask;
    this.#scripts = scripts;
    this.#make = make;
  }

  begin(): void {
    for (const { probes } of this.#gates) probes.clear();
  }

  want(probe: ArmedProbe, name: string, line: number): LiveBinding {
    const key = `${name}:${line}`;
    let lives = this.#asked.get(key);
    if (lives === undefined) {
      const found = this.#scripts.linesIn(name, line).slice(0, mostScripts);
      if (found.length === 0) return { is: 'no', why: `No file of that name is loaded: ${name}.`, near: [] };
      const made = found.map(one => this.#gateFor(one));
      lives = made.filter(one => 'id' in one);
      if (lives.length === 0) return made.find(one => 'is' in one)!;
      for (const one of lives) this.#byId.set(one.id, one);
      this.#asked.set(key, lives);
      for (const { probes } of lives) probes.add(probe);
      this.#stillMs = 0;
      const changed = this.#apply(lives.map(one => one.script));
      if (changed.length > 0) this.onEdited(changed);
    }
    for (const { probes } of lives) probes.add(probe);
    const [first] = lives as [LiveGate];
    const wanted = lives.find(one => one.state === 'wanted');
    if (wanted !== undefined) return { is: 'wanted', why: wanted.why };
    if (lives.some(one => one.state === 'set')) return { is: 'set', place: first.place, tookMs: this.#stillMs };
    return { is: 'no', why: first.why, near: [] };
  }

  /** Texts become what is asked for now, as far as V8 lets them. */
  end(): void {
    for (const [key, lives] of this.#asked) {
      if (lives.some(one => one.probes.size > 0)) continue;
      this.#asked.delete(key);
      for (const { id } of lives) this.#byId.delete(id);
    }
    if (this.#isTrying || !this.#isDue) return;
    this.#isTrying = true;
    this.#since = this.#rt.clock.monotonic();
    this.#rt.clock.after(firstMs, () => this.#rt.guard('live edit', () => this.#try()));
  }

  /** All texts are put back; what V8 did not let be put back is told, and passes everybody. */
  async close(): Promise<readonly string[]> {
    this.#asked.clear();
    this.#byId.clear();
    const until = this.#rt.clock.monotonic() + putBackWithinMs;
    this.#stillMs = 0;
    for (;;) {
      this.#apply();
      if (!this.#isDue || this.#rt.clock.monotonic() > until || this.#stillMs > mostStillMs) break;
      await new Promise<void>(resolve => void this.#rt.clock.after(this.#pauseMs, resolve));
    }
    Reflect.deleteProperty(globalThis, handName);
    if (this.#hasFlag) setFlagsFromString('--no-inspector-live-edit');
    this.#hasFlag = false;
    return [...this.#edited.values()]
      .filter(one => one.isEdited)
      .map(
        ({ script }) =>
          `${script.path} has a gate still, which passes everybody: a run of its function has been under way all the time, and V8 does not exchange the text of such a one.`,
      );
  }

  get #isDue(): boolean {
    const isStale = [...this.#edited.values()].some(one => one.isEdited && this.#gatesIn(one).length === 0);
    return isStale || this.#gates.some(one => one.state === 'wanted');
  }

  get #gates(): LiveGate[] {
    return [...this.#asked.values()].flat();
  }

  get #pauseMs(): number {
    return Math.max(everyMs, this.#lastMs * restTimes);
  }

  #gatesIn(script: LiveScript): LiveGate[] {
    return this.#gates.filter(one => one.script === script && one.state !== 'no');
  }

  #try(): void {
    const changed = this.#apply();
    const isOver = this.#rt.clock.monotonic() - this.#since > withinMs || this.#stillMs > mostStillMs;
    if (isOver)
      for (const one of this.#gates)
        if (one.state === 'wanted') {
          one.state = 'no';
          one.why = `Runs of ${one.gate.place.function || 'the function'} were under way all the time: V8 does not let its text be edited meanwhile.`;
        }
    this.#isTrying = this.#isDue && !isOver;
    if (this.#isTrying) this.#rt.clock.after(this.#pauseMs, () => this.#rt.guard('live edit', () => this.#try()));
    if (changed.length > 0 || isOver) this.onChange(changed);
  }

  /** Gives the scripts whose text is another now. */
  #apply(only?: readonly LiveScript[]): string[] {
    const changed: string[] = [];
    for (const script of this.#edited.values()) {
      if (only?.includes(script) === false) continue;
      const gates = this.#gatesIn(script);
      const before = script.isEdited;
      if (!before && gates.length === 0) continue;
      if (gates.length > 0) this.#lend();
      const from = this.#rt.clock.monotonic();
      const done = script.set(gates.flatMap(({ gate, id }) => gate.write(hand, id)));
      this.#lastMs = this.#rt.clock.monotonic() - from;
      this.#stillMs += this.#lastMs;
      if (done === 'busy') continue;
      for (const one of gates) {
        if (one.state === 'wanted') changed.push(script.script.scriptId);
        one.state = done === 'done' ? 'set' : 'no';
        if (done !== 'done') one.why = `V8 does not let the text be edited: ${done.no}.`;
      }
      if (before && gates.length === 0) changed.push(script.script.scriptId);
    }
    return changed;
  }

  #gateFor({ script, isLine }: LineInScript): LiveGate | Extract<LiveBinding, { is: 'no' }> {
    const live = this.#edited.get(script.scriptId) ?? this.#open(script);
    if (live === undefined) return { is: 'no', why: 'V8 has no text of it.', near: [] };
    const made = this.#make(
      live.text,
      script.isModule ? 'module' : 'commonjs',
      (line, column) => isLine(line, column) !== undefined,
    );
    if (!made.ok) {
      const near = made.places.flatMap(({ line, column }) => this.#scripts.userLine(script, line, column) ?? []);
      const why =
        made.why === 'unreadable' ? 'its text could not be read' : 'there is no statement of an async function';
      return { is: 'no', why: `A flow cannot wait there: ${why}.`, near: [...new Set(near)] };
    }
    this.#edited.set(script.scriptId, live);
    const place = { ...isLine(made.place.line, made.place.column)!, function: made.place.function };
    const why = `Its text is edited as soon as no run of ${made.place.function || 'the function'} is under way.`;
    return { id: ++this.#lastId, script: live, gate: made, place, probes: new Set(), state: 'wanted', why };
  }

  #open(script: LoadedScript): LiveScript | undefined {
    const text = this.#scripts.textOf(script);
    if (text === undefined) return undefined;
    // Since Node 26 it has to be allowed.
    const same = { scriptId: script.scriptId, scriptSource: text, dryRun: true };
    if (!this.#hasFlag && this.#ask('Debugger.setScriptSource', same) === undefined) {
      setFlagsFromString('--inspector-live-edit');
      this.#hasFlag = true;
    }
    return new LiveScript(script, text, this.#scripts, this.#ask);
  }

  /** Gates find us. */
  #lend(): void {
    if (handName in globalThis) return;
    const isMeant = (id: number): boolean => {
      const { sessions } = this.#rt.flow();
      for (const one of this.#byId.get(id)?.probes ?? [])
        if (one.mayAct && (one.session.everyFlow || sessions?.has(one.session) === true)) return true;
      return false;
    };
    const wait = async (id: number, self: unknown, mine: unknown[], fixed: unknown[], access?: Access) => {
      const live = this.#byId.get(id);
      if (live === undefined) return mine;
      const values = [...mine, ...fixed];
      const released = this.#rt.guard('probe', () => {
        const visit = new LiveVisit(this.#rt.flow(), live.place, live.gate, { self, values, access });
        return this.act([...live.probes], visit);
      });
      if (released !== undefined) await released;
      return values.slice(0, mine.length);
    };
    const value = { m: (id: number) => this.#rt.guard('probe', () => isMeant(id)) === true, w: wait };
    Object.defineProperty(globalThis, handName, { configurable: true, value });
  }
}
