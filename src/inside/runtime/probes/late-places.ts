import type { Binding, BoundPlace } from '../../../wire/protocol/index.ts';
import type { Runtime } from '../core/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import type { InnerLines } from './inner-lines.ts';
import { type LiveBinding, LiveEdits, type MakeGate } from './live-edits.ts';
import { StandingLines } from './standing-lines.ts';
import type { Visit } from './visit.ts';

type Base = Pick<Binding, 'probe' | 'target' | 'hits'>;
type Act = (probes: readonly ArmedProbe[], visit: Visit) => Promise<void> | undefined;

/** Places in code that was loaded before us, and has no gates. */
export class LatePlaces {
  readonly #standing: StandingLines;
  readonly #edits: LiveEdits;
  #isAgain = false;
  /** What is asked for may be bound now, or no more. */
  onChange: () => void = () => {};

  constructor(rt: Runtime, inner: InnerLines, makeGate: MakeGate, act: Act) {
    this.#standing = new StandingLines(rt, inner);
    this.#standing.onLoaded = () => this.onChange();
    this.#edits = new LiveEdits(rt, inner.keep(), this.#standing.scripts, makeGate);
    this.#edits.act = act;
    this.#edits.onEdited = scripts => {
      this.#standing.forget(scripts);
      this.#isAgain = true;
    };
    this.#edits.onChange = scripts => {
      this.#standing.forget(scripts);
      this.onChange();
    };
  }

  /** All that is asked for is said anew, until `end`. */
  begin(): void {
    this.#standing.begin();
    this.#edits.begin();
  }

  place(probe: ArmedProbe, base: Base): Binding {
    const { spec } = probe;
    const { file, line } = spec.place as { file: string; line: number };
    const none = (state: 'refused' | 'waiting', reason: string, near: readonly number[] = []): Binding => {
      return { ...base, state, reason, places: [], ...(near.length === 0 ? {} : { near }) };
    };
    const found = this.#standing.find(file, line);
    if (!found.found) return none(found.loaded ? 'refused' : 'waiting', found.why, found.near);
    if (probe.whyUnreadable !== undefined) return none('refused', probe.whyUnreadable);
    let stops = '';
    if (spec.kind === 'hold') {
      const live = this.#edits.want(probe, file, line);
      if (live.is === 'set') return bound(base, 'live-edit', [live.place], editedText(live));
      const near = live.is === 'no' ? nearest(live.near, line) : [];
      if (live.is === 'wanted' && spec.orStop !== true) return none('waiting', live.why);
      if (spec.orStop !== true) return none('refused', `${live.why} ${hintOf(near)}`, near);
      stops = `It stops the whole process: ${live.why} `;
    }
    const set = found.lines.filter(one => this.#standing.want(probe, one));
    if (set.length === 0) return none('refused', `V8 refuses to stop at ${file}:${line}.`);
    const { missUs } = this.#standing;
    const byText = new Map(set.map(({ place }) => [JSON.stringify(place), { ...place, function: '' }]));
    const places = [...byText.values()];
    const binding = bound(base, 'inspector', places, stops + costOf(missUs));
    return missUs === undefined ? binding : { ...binding, missUs: round(missUs) };
  }

  /** True: a text was edited meanwhile, which takes V8's breakpoints out of it. Then all is said once more, in the same turn. */
  end(): boolean {
    if (this.#isAgain) {
      this.#isAgain = false;
      return true;
    }
    this.#standing.end();
    this.#edits.end();
    return false;
  }

  /** Gives what could not be put back, in words. */
  async close(): Promise<readonly string[]> {
    const left = await this.#edits.close();
    this.#standing.close();
    return left;
  }
}

function bound(
  base: Base,
  mechanism: 'inspector' | 'live-edit',
  places: readonly BoundPlace[],
  reason: string,
): Binding {
  return { ...base, state: 'bound', mechanism, places, reason };
}

function editedText({ tookMs }: Extract<LiveBinding, { is: 'set' }>): string {
  return `The file was loaded before Eddy came: the function was given a gate while it runs, for which V8 stood still for some ${round(tookMs)} ms. Its text is put back.`;
}

function costOf(missUs: number | undefined): string {
  const miss =
    missUs === undefined ? 'what others pay could not be measured' : `others pay some ${round(missUs)} µs each time`;
  return `The file was loaded before Eddy came: V8 stops there for flows that are meant, at some 0.5 ms; ${miss}.`;
}

function nearest(lines: readonly number[], line: number): number[] {
  return [...lines]
    .sort((a, b) => Math.abs(a - line) - Math.abs(b - line))
    .slice(0, 3)
    .sort((a, b) => a - b);
}

function hintOf(near: readonly number[]): string {
  return near.length === 0
    ? 'Use snap or stop.'
    : `Lines near it that would do: ${near.join(', ')}; or use snap or stop.`;
}

function round(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}
