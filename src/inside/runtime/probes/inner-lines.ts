import { Session } from 'node:inspector';
import { pathToFileURL } from 'node:url';
import type { Context, Runtime } from '../core/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import { type MomentName, MomentVisit } from './moment-visit.ts';
import type { Visit } from './visit.ts';

/** What a paused frame calls, by the thread's own session. */
const key = 'eddy.inner.1';
const mostNames = 50;
const scopesWithNames = new Set(['local', 'block', 'catch', 'closure']);

/** A line, for one turn of the loop. */
interface Armed {
  readonly file: string;
  readonly line: number;
  readonly breakpointId: string;
  readonly probes: Set<ArmedProbe>;
  /** Of who entered the function last. */
  context: Context;
}

interface Location {
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

interface Paused {
  readonly hitBreakpoints?: readonly string[];
  readonly callFrames: readonly {
    readonly callFrameId: string;
    readonly functionName: string;
    readonly location: Location;
    readonly scopeChain: readonly { readonly type: string; readonly object: { readonly objectId?: string } }[];
  }[];
}

/**
 * Lines inside functions that have one gate, at their entry. There a flow that is meant arms a breakpoint of V8 on the line,
 * for this one run of the function: until the loop's next turn. The thread's own session hears of it on top of the line;
 * V8 goes on when it has been heard. Each costs some 0.5 ms, and flows that are not meant nothing.
 */
export class InnerLines {
  readonly #rt: Runtime;
  readonly #act: (probes: readonly ArmedProbe[], visit: Visit) => void;
  #armed: readonly Armed[] = [];
  #session: Session | undefined;

  constructor(rt: Runtime, act: (probes: readonly ArmedProbe[], visit: Visit) => void) {
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

  /** No probe is left. */
  close(): void {
    this.#session?.disconnect();
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
    session.post('Debugger.enable');
    session.on('Debugger.paused', ({ params }) => this.#rt.guard('inner line', () => this.#paused(params as Paused)));
    this.#session = session;
    return session;
  }

  #paused({ hitBreakpoints = [], callFrames: [frame] }: Paused): void {
    for (const id of hitBreakpoints) {
      const armed = this.#armed.find(one => one.breakpointId === id);
      if (armed !== undefined && frame !== undefined) this.#meet(armed, frame);
    }
  }

  #meet({ probes, context, file }: Armed, frame: Paused['callFrames'][number]): void {
    const names = this.#names(frame);
    const cases = names.map((name, at) => `case ${at}:return v.length?${name}=v[0]:${name};`).join('');
    const place = {
      file,
      line: frame.location.lineNumber + 1,
      column: (frame.location.columnNumber ?? 0) + 1,
      function: frame.functionName,
    };
    const call = (self: unknown, access: (at: number, ...value: unknown[]) => unknown) => {
      const locals = names.map(
        (name, at): MomentName => ({ name, read: () => access(at), write: value => void access(at, value) }),
      );
      // The frame is heard of in no flow; it runs in the one that entered the function.
      this.#rt.run(context, () => this.#act([...probes], new MomentVisit(context.flow, place, locals, self)));
    };
    Object.defineProperty(globalThis, key, { configurable: true, value: call });
    try {
      this.#post('Debugger.evaluateOnCallFrame', {
        callFrameId: frame.callFrameId,
        expression: `globalThis["${key}"](this,(k,...v)=>{switch(k){${cases}}})`,
        silent: true,
        returnByValue: true,
      });
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
  }

  #names({ scopeChain }: Paused['callFrames'][number]): string[] {
    const names = new Set<string>();
    for (const { type, object } of scopeChain) {
      if (!scopesWithNames.has(type) || object.objectId === undefined || names.size >= mostNames) continue;
      const asked = { objectId: object.objectId, ownProperties: true };
      const found = this.#post<{ result: { name: string }[] }>('Runtime.getProperties', asked);
      for (const { name } of found?.result ?? []) if (isName(name)) names.add(name);
    }
    return [...names].slice(0, mostNames);
  }

  /** In one's own thread every answer comes at once. */
  #post<T>(method: string, params: object): T | undefined {
    let answer: T | undefined;
    (this.#session ?? this.#open()).post(method, params, (error, given) => {
      if (error === null) answer = given as T;
    });
    return answer;
  }
}

/** Ours are no names of the program's. */
function isName(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) && !name.startsWith('$e') && name !== 'this';
}
