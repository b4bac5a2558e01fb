import { types } from 'node:util';
import { type Flow, type Runtime, Trace } from '../core/index.ts';
import { abortAnyGrowing, type DependentGrowth } from '../findings/abort-any-growing.ts';
import { limits } from '../limits.ts';
import { replaceMethod } from './replace.ts';

interface Entry {
  readonly signal: WeakRef<object>;
  readonly flow: Flow;
  readonly trace: Trace;
  readonly at: number;
  /** A full collection ran since, and left it. */
  readonly survived: boolean;
  readonly batch: number;
}

interface Watched {
  made: number;
  entries: Entry[];
  /** Entries of this batch and older ones have seen a full collection. */
  collected: number;
  looking: boolean;
}

const uncounted = 8;
const batchSize = 50;
const maxEntries = 1000;

/**
 * Counts what `AbortSignal.any` hangs on a long-lived signal. Weakly, and only what a garbage collection has left: with
 * every batch a throw-away object is made, and when that one is gone, whatever else is garbage of that age is gone too.
 */
export function watchAbortAny(rt: Runtime): void {
  const sources = new WeakMap<object, Watched>();
  const canaries = new FinalizationRegistry<{ watched: WeakRef<Watched>; batch: number }>(({ watched, batch }) => {
    const still = watched.deref();
    if (still !== undefined) still.collected = Math.max(still.collected, batch);
  });
  const Signal = AbortSignal;
  const seen = (given: readonly unknown[], made: unknown) => {
    if (!(made instanceof Signal) || made.aborted || given.length > 16) return;
    let trace: Trace | undefined;
    for (const source of given) {
      if (!(source instanceof Signal)) continue;
      let watched = sources.get(source);
      if (watched === undefined) sources.set(source, (watched = { made: 0, entries: [], collected: 0, looking: false }));
      if (++watched.made <= uncounted) continue;
      if (watched.entries.length >= maxEntries) watched.entries = watched.entries.filter(isLive);
      if (watched.entries.length >= maxEntries) {
        rt.drop('dependent signals');
        continue;
      }
      trace ??= new Trace(any);
      const batch = Math.floor(watched.made / batchSize) + 1;
      const known = watched;
      watched.entries.push({
        signal: new WeakRef(made),
        flow: rt.flow(),
        trace,
        at: rt.clock.monotonic(),
        batch,
        get survived() {
          return batch <= known.collected;
        },
      });
      if (watched.made % batchSize !== batchSize - 1) continue;
      canaries.register({}, { watched: new WeakRef(watched), batch });
      if (watched.looking) continue;
      watched.looking = true;
      rt.findings.lookLater(abortAnyGrowing, asSubject(new WeakRef(source), watched), limits.retentionMs);
    }
  };
  let any: (this: unknown, ...args: never[]) => unknown = seen;
  replaceMethod(AbortSignal, 'any', native => {
    any = {
      any(this: unknown, ...args: unknown[]) {
        const made = Reflect.apply(native, this, args);
        const given = args[0];
        if (Array.isArray(given) && !types.isProxy(given)) rt.guard('dependent signals', () => seen(given, made));
        return made;
      },
    }.any;
    return any;
  });
}

function isLive(entry: Entry): boolean {
  return entry.signal.deref() !== undefined;
}

function asSubject(source: WeakRef<AbortSignal>, watched: Watched): DependentGrowth {
  return {
    made: () => watched.made,
    live: () => {
      const signal = source.deref();
      if (signal === undefined || signal.aborted) return [];
      watched.entries = watched.entries.filter(isLive);
      return watched.entries;
    },
    done: () => {
      watched.looking = false;
    },
  };
}
