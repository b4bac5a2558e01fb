import { types } from 'node:util';
import { type Flow, type Runtime, Trace } from '../core/index.ts';
import { abortAnyGrowing, type DependentGrowth } from '../findings/abort-any-growing.ts';
import { limits } from '../limits.ts';
import { replaceMethod } from './replace.ts';

interface Entry {
  readonly signal: WeakRef<object>;
  readonly flow: Flow;
  readonly at: number;
  readonly batch: number;
}

interface Watched {
  made: number;
  /** Of those made, the ones that were written down. */
  noted: number;
  entries: Entry[];
  /** Entries of this batch and older ones have seen a full collection. */
  collected: number;
  state: 'counting' | 'looking' | 'told';
  /** Held until the next batch is full, so that it is as old as what it stands for: a young one might go in a small collection. */
  canary: object | undefined;
}

// Most signals are combined once or twice.
const uncounted = 8;
const batchSize = 50;
const maxEntries = 500;
const maxSources = 16;

/**
 * Counts what `AbortSignal.any` hangs on a long-lived signal. Weakly, and only what a garbage collection has left: with
 * every batch a throw-away object is made, and when that one is gone, whatever else is garbage of that age is gone too.
 */
export function watchAbortAny(rt: Runtime): void {
  // A number while there are few.
  const sources = new WeakMap<object, number | Watched>();
  // Keyed by what was made: a trace holds on to the objects of its frames, and must not outlive it.
  const traces = new WeakMap<object, Trace>();
  const canaries = new FinalizationRegistry<{ watched: WeakRef<Watched>; batch: number }>(({ watched, batch }) => {
    const still = watched.deref();
    if (still !== undefined) still.collected = Math.max(still.collected, batch);
  });
  const Signal = AbortSignal;
  const note = (source: object, made: AbortSignal, below: (...args: never[]) => unknown) => {
    let watched = sources.get(source) ?? 0;
    if (typeof watched === 'number') {
      if (watched < uncounted) {
        sources.set(source, watched + 1);
        return;
      }
      watched = { made: watched, noted: 0, entries: [], collected: 0, state: 'counting', canary: undefined };
      sources.set(source, watched);
    }
    if (watched.state === 'told') return;
    watched.made++;
    if (watched.entries.length >= maxEntries && watched.made % batchSize === 0) watched.entries = liveOf(watched);
    if (watched.entries.length >= maxEntries) return;
    if (!traces.has(made)) traces.set(made, new Trace(below));
    const batch = Math.floor(++watched.noted / batchSize);
    watched.entries.push({ signal: new WeakRef(made), flow: rt.flow(), at: rt.worked(), batch });
    if (watched.noted % batchSize !== batchSize - 1) return;
    watched.canary = {};
    canaries.register(watched.canary, { watched: new WeakRef(watched), batch: batch + 1 });
    if (watched.state === 'looking') return;
    watched.state = 'looking';
    const subject = asSubject(new WeakRef(source) as WeakRef<AbortSignal>, watched, traces);
    rt.findings.lookLater(abortAnyGrowing, subject, limits.retentionMs);
  };
  replaceMethod(AbortSignal, 'any', native => {
    const { any } = {
      any(this: unknown, ...args: unknown[]) {
        const made = Reflect.apply(native, this, args);
        const given = args[0];
        if (Array.isArray(given) && given.length <= maxSources && !types.isProxy(given))
          rt.guard('dependent signals', () => {
            if (!(made instanceof Signal) || made.aborted) return;
            for (const source of given) if (source instanceof Signal) note(source, made, any);
          });
        return made;
      },
    };
    return any;
  });
}

/** Only those that a collection left are asked: whoever is asked in the midst of one outlives it by that. */
function liveOf({ entries, collected }: Watched): Entry[] {
  return entries.filter(({ batch, signal }) => batch >= collected || signal.deref() !== undefined);
}

function asSubject(source: WeakRef<AbortSignal>, watched: Watched, traces: WeakMap<object, Trace>): DependentGrowth {
  return {
    made: () => watched.noted,
    live: () => {
      const signal = source.deref();
      if (signal === undefined || signal.aborted) return [];
      watched.entries = liveOf(watched);
      return watched.entries.map(({ signal: made, flow, at, batch }) => {
        const survivor = batch < watched.collected ? made.deref() : undefined;
        return { flow, at, survived: survivor && traces.get(survivor) };
      });
    },
    done: told => {
      watched.state = told ? 'told' : 'counting';
      if (told) watched.entries = [];
    },
  };
}
