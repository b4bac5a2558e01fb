import { type Signal, signal } from '@preact/signals';
import type { Activity, ControlAnswer, FlowActivity } from '../../src/wire/protocol/index.ts';
import { Pace } from './pace.ts';
import type { ModelPorts } from './ports.ts';

export type SampledState = FlowActivity['state'];

/** What a flow was at while looks in a row saw the same. Times in epoch ms, of its target's clock. */
export interface FlowStretch {
  readonly state: SampledState;
  /** Since when it was so: as the target says, else when it was first seen. */
  readonly from: number;
  /** When it was last seen so; what came between two stretches nobody saw. */
  to: number;
  /** Where it waited, or ran; undefined where it is idle. */
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly function: string | undefined;
}

/** The last look at a flow. */
export interface FlowSample extends FlowStretch {
  /** Names of locks, slots and scopes that it has. */
  readonly holds: readonly string[];
  readonly sessions: readonly string[];
}

const maxWatched = 1_000;
/** Flows whose past looks are kept; the one that was looked at longest ago goes first. */
const maxKept = 10_000;
const maxStretches = 200;
/** Of all flows. */
const maxAllStretches = 200_000;
/** Never more than four looks a second, and rarer when an answer takes long. */
const pace = { leastMs: 250, times: 4, mostMs: 5_000 };

/** Looks again and again at the flows that are on the screen: nothing else says what a flow is at between its events. */
export class FlowSamples {
  /** Counts up with each look. */
  readonly revision: Signal<number> = signal(0);
  /** Targets that gave no answer to the last look: their threads are busy, or stopped. */
  readonly silent: Signal<readonly string[]> = signal<readonly string[]>([]);
  /** How long the last look took. */
  tookMs = 0;
  readonly #ports: ModelPorts;
  readonly #watched = new Map<string, readonly string[]>();
  readonly #kept = new Map<string, { last: FlowSample; readonly stretches: FlowStretch[] }>();
  readonly #pace: Pace;
  #stretchCount = 0;
  #isThere: () => boolean;

  constructor(ports: ModelPorts, isThere: () => boolean) {
    this.#ports = ports;
    this.#isThere = isThere;
    this.#pace = new Pace(ports, pace, () => this.#look());
  }

  /** From now on these, for this view; none: it looks at nothing any more. */
  watch(ids: readonly string[], view: string): void {
    if (ids.length === 0) this.#watched.delete(view);
    else this.#watched.set(view, ids.slice(0, maxWatched));
    if (ids.length > 0) this.#pace.want();
  }

  /** The page is looked at again, or the hub is back. */
  again(): void {
    if (this.#watched.size > 0) this.#pace.want();
  }

  last(id: string): FlowSample | undefined {
    return this.#kept.get(id)?.last;
  }

  /** Oldest first. */
  stretches(id: string): readonly FlowStretch[] {
    return this.#kept.get(id)?.stretches ?? [];
  }

  close(): void {
    this.#pace.close();
  }

  async #look(): Promise<void> {
    const flows = [...new Set([...this.#watched.values()].flat())].slice(0, maxWatched);
    if (flows.length === 0 || this.#ports.isHidden() || !this.#isThere()) return;
    const from = this.#ports.now();
    try {
      this.#take(await this.#ports.ask('flows', { flows, leavesOnly: true }));
    } finally {
      this.tookMs = this.#ports.now() - from;
      this.#pace.want();
    }
  }

  #take({ targets }: ControlAnswer<'flows'>): void {
    this.silent.value = targets.flatMap(({ target, activity }) => (activity === undefined ? [target] : []));
    for (const { activity } of targets) if (activity !== undefined) this.#takeActivity(activity);
    for (const [id, { stretches }] of this.#kept) {
      if (this.#kept.size <= maxKept && this.#stretchCount <= maxAllStretches) break;
      this.#kept.delete(id);
      this.#stretchCount -= stretches.length;
    }
    this.revision.value++;
  }

  #takeActivity({ flows, at }: Activity): void {
    for (const flow of flows) {
      const known = this.#kept.get(flow.id);
      const stretches = known?.stretches ?? [];
      const last = sampleOf(flow, at, stretches.at(-1));
      const before = stretches.at(-1);
      if (before !== undefined && isSame(before, last)) {
        before.to = at;
      } else {
        stretches.push({ ...stretchOf(last) });
        this.#stretchCount++;
        if (stretches.length > maxStretches) {
          stretches.shift();
          this.#stretchCount--;
        }
      }
      // What was looked at last stands last.
      this.#kept.delete(flow.id);
      this.#kept.set(flow.id, { last, stretches });
    }
  }
}

function sampleOf(flow: FlowActivity, at: number, before: FlowStretch | undefined): FlowSample {
  const { state, holds, sessions, activations } = flow;
  // The one that says most of its state: what it is held or runs at; else where it has waited longest.
  const told = activations.filter(one => one.state === state);
  const shown = (told.length > 0 ? told : activations).reduce<(typeof activations)[number] | undefined>(
    (longest, one) => (longest === undefined || (one.forMs ?? 0) > (longest.forMs ?? 0) ? one : longest),
    undefined,
  );
  const sample = {
    state,
    to: at,
    file: shown?.file,
    line: shown?.line,
    function: shown?.function,
    holds,
    sessions,
  };
  const told1 = shown?.forMs === undefined ? undefined : Math.max(flow.startedAt, at - shown.forMs);
  const from = told1 ?? (before !== undefined && isAlike(before, sample) ? before.from : at);
  return { ...sample, from };
}

/** The same wait, not a later one at the same line. */
function isSame(before: FlowStretch, now: FlowStretch): boolean {
  return isAlike(before, now) && now.from <= before.to;
}

function isAlike(a: Omit<FlowStretch, 'from' | 'to'>, b: Omit<FlowStretch, 'from' | 'to'>): boolean {
  return a.state === b.state && a.file === b.file && a.line === b.line;
}

function stretchOf({ state, from, to, file, line, function: name }: FlowSample): FlowStretch {
  return { state, from, to, file, line, function: name };
}
