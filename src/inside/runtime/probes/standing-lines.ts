import type { Runtime } from '../core/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import type { InnerLines, ScriptParsed, StandingLine } from './inner-lines.ts';
import { type FoundLines, LoadedScripts } from './loaded-scripts.ts';
import { measureMiss } from './miss-cost.ts';

interface Stood {
  readonly number: number;
  readonly probes: Set<ArmedProbe>;
}

/**
 * Lines of code that was loaded before us and has no gates: V8's own breakpoints, each under the condition that the flow that
 * passes is meant. They are there while a probe wants them.
 */
export class StandingLines {
  readonly #rt: Runtime;
  readonly #inner: InnerLines;
  readonly #scripts: LoadedScripts;
  readonly #stood = new Map<string, Stood>();
  /** Those that nobody has asked for since `begin`. */
  readonly #left = new Set<string>();
  #missUs: number | undefined;
  #isDue = false;
  /** Code came that somebody may wait for. */
  onLoaded: () => void = () => {};

  constructor(rt: Runtime, inner: InnerLines) {
    this.#rt = rt;
    this.#inner = inner;
    inner.onScript = script => this.#add(script);
    this.#early = [];
    this.#scripts = new LoadedScripts(inner.keep());
    for (const script of this.#early) this.#scripts.add(script);
    this.#early = undefined;
  }

  /** Scripts that V8 tells of as its debugger opens. */
  #early: ScriptParsed[] | undefined;

  find(file: string, line: number): FoundLines {
    return this.#scripts.find(file, line);
  }

  get scripts(): LoadedScripts {
    return this.#scripts;
  }

  /** What a pass of another flow costs; absent: not measured. */
  get missUs(): number | undefined {
    return this.#missUs;
  }

  /** Who wants which line is said anew. */
  begin(): void {
    for (const [key, { probes }] of this.#stood) {
      probes.clear();
      this.#left.add(key);
    }
  }

  /** False: V8 does not stop there. */
  want(probe: ArmedProbe, line: StandingLine): boolean {
    const key = `${line.scriptId}:${line.lineNumber}:${line.columnNumber}`;
    let stood = this.#stood.get(key);
    if (stood === undefined) {
      const number = this.#inner.stand(line);
      if (number === undefined) return false;
      stood = { number, probes: new Set() };
      this.#stood.set(key, stood);
      this.#missUs ??= this.#rt.guard('cost of a miss', () =>
        measureMiss(this.#inner.keep(), () => this.#rt.clock.monotonic()),
      );
    }
    this.#left.delete(key);
    stood.probes.add(probe);
    return true;
  }

  /** What nobody wants any more is taken away. */
  end(): void {
    for (const key of this.#left) {
      this.#inner.unstand(this.#stood.get(key)!.number);
      this.#stood.delete(key);
    }
    this.#left.clear();
    for (const { number, probes } of this.#stood.values()) this.#inner.meetAt(number, probes);
  }

  /** Their texts are others now: what stood in them is asked for anew. */
  forget(scripts: readonly string[]): void {
    for (const [key, { number }] of this.#stood) {
      if (!scripts.includes(key.slice(0, key.indexOf(':')))) continue;
      this.#inner.unstand(number);
      this.#stood.delete(key);
    }
  }

  close(): void {
    this.begin();
    this.end();
    this.#inner.onScript = () => {};
    this.#inner.letGo();
  }

  #add(script: ScriptParsed): void {
    if (this.#early !== undefined) {
      this.#early.push(script);
      return;
    }
    if (!this.#scripts.add(script) || this.#isDue) return;
    // Not in the midst of its compilation.
    this.#isDue = true;
    this.#rt.clock.after(0, () => {
      this.#isDue = false;
      this.onLoaded();
    });
  }
}
