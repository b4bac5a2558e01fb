import { getEventListeners } from 'node:events';
import { Trace, type Flow, type Runtime } from '../core/index.ts';
import { abortListenersGrowing, type ListenerGrowth } from '../findings/abort-listeners-growing.ts';
import { limits } from '../limits.ts';
import { replaceMethod } from './replace.ts';

interface Entry {
  readonly listener: WeakRef<object>;
  readonly flow: Flow;
  readonly trace: Trace;
  readonly at: number;
}

interface Watched {
  /** Ever added to the signal. */
  added: number;
  entries: Entry[];
  /** Entries are compared with the real list when there are so many. */
  pruneAt: number;
  looking: boolean;
}

// Almost every signal lives for one request and gets a few listeners: these cost a look-up and no more.
const uncountedAdds = 8;
const suspiciousCount = 11;
const maxEntries = 500;

/** Sees listeners pile up on a signal. Removal is not watched: Node's own list is read when it matters. */
export function watchAbortListeners(rt: Runtime): void {
  const signals = new WeakMap<object, Watched>();
  const Signal = AbortSignal;
  const seen = (signal: unknown, listener: unknown) => {
    if (!(signal instanceof Signal) || signal.aborted || listener === null) return;
    if (typeof listener !== 'function' && typeof listener !== 'object') return;
    let watched = signals.get(signal);
    if (watched === undefined)
      signals.set(signal, (watched = { added: 0, entries: [], pruneAt: suspiciousCount, looking: false }));
    if (++watched.added <= uncountedAdds) return;
    if (watched.entries.length >= maxEntries) {
      rt.drop('abort listeners');
      return;
    }
    const at = rt.clock.monotonic();
    watched.entries.push({ listener: new WeakRef(listener), flow: rt.flow(), trace: new Trace(added), at });
    if (watched.entries.length < watched.pruneAt) return;
    prune(signal, watched);
    watched.pruneAt = Math.max(suspiciousCount, 2 * watched.entries.length);
    if (watched.entries.length < suspiciousCount || watched.looking) return;
    watched.looking = true;
    const subject = asSubject(new WeakRef(signal), watched);
    rt.findings.lookLater(abortListenersGrowing, subject, limits.retentionMs);
  };
  let added: (this: unknown, ...args: never[]) => unknown = seen;
  replaceMethod(EventTarget.prototype, 'addEventListener', native => {
    added = {
      addEventListener(this: unknown, ...args: unknown[]) {
        const result = Reflect.apply(native, this, args);
        if (args[0] === 'abort') rt.guard('abort listeners', () => seen(this, args[1]));
        return result;
      },
    }.addEventListener;
    return added;
  });
}

/** Leaves what is still in the signal's own list. */
function prune(signal: AbortSignal, watched: Watched): void {
  const live = new Set<unknown>(signal.aborted ? [] : getEventListeners(signal, 'abort'));
  watched.entries = watched.entries.filter(entry => live.delete(entry.listener.deref()));
}

function asSubject(signal: WeakRef<AbortSignal>, watched: Watched): ListenerGrowth {
  return {
    added: () => watched.added,
    live: () => {
      const target = signal.deref();
      if (target === undefined) return [];
      prune(target, watched);
      return watched.entries;
    },
    done: () => {
      watched.looking = false;
    },
  };
}
