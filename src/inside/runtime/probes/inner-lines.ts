import { Session } from 'node:inspector';
import { pathToFileURL } from 'node:url';
import { toPath } from '../../../base/index.ts';
import type { BoundPlace } from '../../../wire/protocol/index.ts';
import { type Context, isOurs, isUsers, type Runtime } from '../core/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import { type AskV8, type CallFrame, callIn, type Location, namesIn } from './call-frame.ts';
import { LineStep } from './line-step.ts';
import { type MomentName, MomentVisit } from './moment-visit.ts';
import type { StepWord } from './steps.ts';
import type { Visit } from './visit.ts';

const v8Step = { over: 'Debugger.stepOver', into: 'Debugger.stepInto', out: 'Debugger.stepOut' } as const;

/** What V8 says of a script. */
export interface ScriptParsed {
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapURL?: string | undefined;
  readonly isModule?: boolean | undefined;
}

/** A line, for one turn of the loop. */
interface Armed {
  readonly file: string;
  readonly line: number;
  readonly breakpointId: string;
  readonly probes: Set<ArmedProbe>;
  /** Of who entered the function last. */
  context: Context;
  /** As the user wrote it; absent: what runs is that. */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** A line of a script where V8 stops for flows that are meant, until it is taken away. */
export interface StandingLine {
  readonly scriptId: string;
  /** From 0, as V8 counts. */
  readonly lineNumber: number;
  readonly columnNumber: number;
  readonly file: string;
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
}

/** What V8 calls at each pass of a standing line: it pauses where the answer is true. */
export const standingWord = 'eddy.meant.1';

type Met = Pick<Armed, 'probes' | 'context' | 'file' | 'place'>;

interface Paused {
  readonly hitBreakpoints?: readonly string[];
  readonly callFrames: readonly CallFrame[];
}

/**
 * Lines inside functions that have one gate, at their entry. There a flow that is meant arms a breakpoint of V8 on the line,
 * for this one run of the function: until the loop's next turn. The thread's own session hears of it on top of the line;
 * V8 goes on when it has been heard. Each costs some 0.5 ms, and flows that are not meant nothing.
 */
export class InnerLines {
  readonly #rt: Runtime;
  readonly #act: (probes: readonly ArmedProbe[], visit: Visit, isStep: boolean) => void;
  #armed: readonly Armed[] = [];
  #session: Session | undefined;
  /** Where scripts are from, by the number that V8 gives them. */
  readonly #urls = new Map<string, string>();
  /** Lines of scripts that steps went through. */
  readonly #sources = new Map<string, readonly string[]>();
  #isKept = false;
  /** Told of each script that V8 has or gets, while its debugger is open. */
  onScript: (script: ScriptParsed) => void = () => {};
  /** Opened by a step: closed again when nothing stands any more. */
  #isForStep = false;
  #step: LineStep | undefined;
  /** By the number that V8 gives back. */
  readonly #standing = new Map<number, Armed>();
  #lastStanding = 0;
  /** Frames of the stack, while V8 is paused. */
  #pausedDepth: number | undefined;
  /** A step has come back to a function: true when that one is async, and the step ends at its next gate. */
  onBack: (step: LineStep, caller: { readonly file: string; readonly function: string }) => boolean = () => false;

  /** V8 pauses for somebody else. */
  isDeaf: () => boolean = () => false;

  constructor(rt: Runtime, act: (probes: readonly ArmedProbe[], visit: Visit, isStep: boolean) => void) {
    this.#rt = rt;
    this.#act = act;
  }

  /** The line where V8 can stop, at or behind the one that is asked for; undefined: nowhere. */
  lineAt(file: string, line: number): number | undefined {
    if (this.#armed.some(one => one.file === file && one.line === line)) return line;
    const made = this.#set(file, line);
    if (made === undefined) return undefined;
    this.#remove(made.breakpointId);
    const location = made.locations[0];
    return location === undefined ? undefined : location.lineNumber + 1;
  }

  /** The function has just been entered. */
  arm(probe: ArmedProbe, file: string, line: number): void {
    const context = this.#rt.context();
    const known = this.#armed.find(one => one.file === file && one.line === line);
    if (known !== undefined) {
      known.context = context;
      known.probes.add(probe);
      return;
    }
    const made = this.#set(file, line);
    if (made === undefined) return;
    const armed: Armed = { file, line, breakpointId: made.breakpointId, probes: new Set([probe]), context };
    this.#armed = [...this.#armed, armed];
    this.#rt.clock.after(0, () => {
      this.#armed = this.#armed.filter(one => one !== armed);
      this.#remove(made.breakpointId);
    });
  }

  /** Undefined: V8 does not stop there. */
  stand({ scriptId, lineNumber, columnNumber, file, place }: StandingLine): number | undefined {
    const number = ++this.#lastStanding;
    const made = this.#post<{ breakpointId: string; actualLocation: Location }>('Debugger.setBreakpoint', {
      location: { scriptId, lineNumber, columnNumber },
      condition: `globalThis["${standingWord}"](${number})`,
    });
    if (made === undefined) return undefined;
    const { breakpointId } = made;
    if (this.#standing.size === 0)
      Object.defineProperty(globalThis, standingWord, { configurable: true, value: (at: number) => this.#isMeant(at) });
    const context = this.#rt.context();
    this.#standing.set(number, { file, line: lineNumber + 1, breakpointId, probes: new Set(), context, place });
    return number;
  }

  /** Who is met at a standing line from now on. */
  meetAt(number: number, probes: Iterable<ArmedProbe>): void {
    const armed = this.#standing.get(number);
    if (armed === undefined) return;
    armed.probes.clear();
    for (const probe of probes) armed.probes.add(probe);
  }

  unstand(number: number): void {
    const armed = this.#standing.get(number);
    if (armed === undefined) return;
    this.#standing.delete(number);
    this.#remove(armed.breakpointId);
    if (this.#standing.size === 0) Reflect.deleteProperty(globalThis, standingWord);
  }

  /** Asked by V8 in the place itself, in the flow that passes. */
  #isMeant(number: number): boolean {
    const armed = this.#standing.get(number);
    if (armed === undefined) return false;
    const context = this.#rt.context();
    for (const probe of armed.probes) {
      if (!probe.mayAct || !(probe.session.everyFlow || context.flow.sessions?.has(probe.session) === true)) continue;
      armed.context = context;
      return true;
    }
    return false;
  }

  /** Who stands in a function that is not async goes on, to its next line. */
  step(probe: ArmedProbe, word: StepWord, from: BoundPlace): void {
    this.#step = new LineStep(probe, word, this.#rt.context(), from, this.#pausedDepth);
    // It may leave all code of the program's.
    const step = this.#step;
    this.#rt.clock.after(0, () => {
      if (this.#step === step) this.#step = undefined;
    });
    if (this.#pausedDepth !== undefined) return;
    this.#isForStep ||= this.#session === undefined;
    this.#post('Debugger.pause', {});
  }

  /** Who stood goes on, and takes no step. */
  rest(): void {
    this.#step = undefined;
    if (!this.#isForStep) return;
    this.#isForStep = false;
    this.#rt.clock.after(0, () => {
      if (this.#armed.length === 0 && this.#step === undefined) this.close();
    });
  }

  /** No probe is left. */
  close(): void {
    if (this.#pausedDepth !== undefined || this.#standing.size > 0 || this.#isKept) return;
    this.#session?.disconnect();
    this.#urls.clear();
    this.#sources.clear();
    this.#session = undefined;
    this.#armed = [];
  }

  #set(file: string, line: number): { breakpointId: string; locations: Location[] } | undefined {
    const url = pathToFileURL(file).href;
    return this.#post('Debugger.setBreakpointByUrl', { url, lineNumber: line - 1 });
  }

  #remove(breakpointId: string): void {
    this.#post('Debugger.removeBreakpoint', { breakpointId });
  }

  #open(): Session {
    const session = new Session();
    session.connect();
    session.on('Debugger.scriptParsed', ({ params }) => {
      this.#urls.set(params.scriptId, params.url);
      this.#rt.guard('script', () => this.onScript(params));
    });
    session.post('Debugger.enable');
    session.on('Debugger.paused', ({ params }) => this.#rt.guard('inner line', () => this.#hear(params as Paused)));
    this.#session = session;
    return session;
  }

  #hear(paused: Paused): void {
    if (this.isDeaf()) return;
    this.#pausedDepth = paused.callFrames.length;
    try {
      this.#paused(paused);
    } finally {
      this.#pausedDepth = undefined;
    }
  }

  #paused({ hitBreakpoints = [], callFrames }: Paused): void {
    const [frame] = callFrames;
    if (frame === undefined) return;
    const before = this.#step;
    const hit = [...this.#armed, ...this.#standing.values()].filter(one => hitBreakpoints.includes(one.breakpointId));
    if (hit.length > 0) this.#step = undefined;
    for (const armed of hit) this.#meet(armed, frame);
    if (hit.length === 0 && before !== undefined) this.#goOn(before, frame, callFrames.length);
    else if (this.#step !== undefined) this.#post(v8Step[this.#step.word], {});
  }

  #goOn(step: LineStep, frame: CallFrame, depth: number): void {
    const file = toPath(this.#urls.get(frame.location.scriptId) ?? '');
    const line = frame.location.lineNumber + 1;
    if (file === '' || isOurs(file) || !isUsers({ file, line, column: 0, function: '' })) {
      this.#post('Debugger.stepOut', {});
      return;
    }
    const isGate = this.#isGate(frame.location);
    const isBack = step.isBack(depth) && this.onBack(step, { file, function: frame.functionName });
    const met = isBack ? 'lost' : isGate ? 'on' : step.meet({ file, line, depth });
    if (met === 'on') {
      this.#post(isGate ? v8Step.over : v8Step[step.word], {});
      return;
    }
    this.#step = undefined;
    if (met === 'lost') return;
    this.#meet({ probes: new Set([step.probe]), context: step.context, file }, frame, true);
    // It may have been told to take another one.
    if (this.#step !== undefined) this.#post(v8Step[(this.#step as LineStep).word], {});
  }

  /** Ours stand before the statements, perhaps at the end of the line above. */
  #isGate({ scriptId, lineNumber, columnNumber = 0 }: Location): boolean {
    let lines = this.#sources.get(scriptId);
    if (lines === undefined) {
      const found = this.#post<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId });
      lines = (found?.scriptSource ?? '').split('\n');
      this.#sources.set(scriptId, lines);
    }
    return lines[lineNumber]?.startsWith('$e', columnNumber) === true;
  }

  #meet({ probes, context, file, place: written }: Met, frame: CallFrame, isStep = false): void {
    const names = namesIn(frame, this.#post).map(one => one.name);
    const runs = { file, line: frame.location.lineNumber + 1, column: (frame.location.columnNumber ?? 0) + 1 };
    const place = { ...(written ?? runs), function: frame.functionName };
    callIn(frame, names, this.#post, (self, access) => {
      const locals = names.map(
        (name, at): MomentName => ({ name, read: () => access(at), write: value => void access(at, value) }),
      );
      // The frame is heard of in no flow; it runs in the one that entered the function.
      this.#rt.run(context, () => this.#act([...probes], new MomentVisit(context.flow, place, locals, self), isStep));
    });
  }

  /** V8's debugger of this thread, which stays open until `letGo`. */
  keep(): AskV8 {
    this.#isKept = true;
    if (this.#session === undefined) this.#open();
    return this.#post;
  }

  letGo(): void {
    for (const number of [...this.#standing.keys()]) this.unstand(number);
    this.#isKept = false;
    this.#step = undefined;
    this.close();
  }

  readonly #post: AskV8 = <T>(method: string, params: object): T | undefined => {
    let answer: T | undefined;
    (this.#session ?? this.#open()).post(method, params, (error, given) => {
      if (error === null) answer = given as T;
    });
    return answer;
  };
}
