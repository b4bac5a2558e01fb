import { getEventListeners } from 'node:events';
import { type Flow, type Runtime, Trace } from '../core/index.ts';
import { abortListenersGrowing, type ListenerGrowth } from '../findings/abort-listeners-growing.ts';
import { limits } from '../limits.ts';
import { replaceMethod } from './replace.ts';

interface Entry {
  readonly listener: WeakRef<object>;
  readonly flow: Flow;
  /** Of the listener: a trace holds on to the objects of its frames, and must not outlive it. */
  readonly traces: WeakMap<object, Trace>;
  readonly at: number;
}

interface Watched {
  added: number;
  log: Log | undefined;
}

/** Kept only while the signal has many listeners. */
interface Log {
  /** Of those added, the ones that were written down. */
  noted: number;
  entries: Entry[];
  readonly traces: WeakMap<object, Trace>;
  state: 'counting' | 'looking' | 'told';
}

// Almost every signal lives for one request and gets a few listeners: these cost a look-up and no more. Of others the real
// list is counted every so many adds.
const countEvery = 16;
const suspiciousCount = 11;
const maxEntries = 200;

/** Sees listeners pile up on a signal. Removal is not watched: Node's own list is read when it matters. */
export function watchAbortListeners(rt: Runtime): void {
  const signals = new WeakMap<object, Watched>();
  const Signal = AbortSignal;
  const seen = (signal: unknown, listener: unknown, below: (...args: never[]) => unknown) => {
    if (!(signal instanceof Signal)) return;
    const watched = signals.get(signal);
    if (watched === undefined) {
      signals.set(signal, { added: 1, log: undefined });
      return;
    }
    if (++watched.added % countEvery === 0) recount(rt, signal, watched);
    const log = watched.log;
    if (log === undefined || log.state === 'told' || log.entries.length >= maxEntries) return;
    if (listener === null || (typeof listener !== 'function' && typeof listener !== 'object')) return;
    log.noted++;
    log.traces.set(listener, new Trace(below));
    log.entries.push({
      listener: new WeakRef(listener),
      flow: rt.flow(),
      traces: log.traces,
      at: rt.worked(),
    });
  };
  replaceMethod(EventTarget.prototype, 'addEventListener', native => {
    const { addEventListener } = {
      addEventListener(this: unknown, ...args: unknown[]) {
        const result = Reflect.apply(native, this, args);
        if (args[0] === 'abort') rt.guard('abort listeners', () => seen(this, args[1], addEventListener));
        return result;
      },
    };
    return addEventListener;
  });
}

function recount(rt: Runtime, signal: AbortSignal, watched: Watched): void {
  if (watched.log?.state === 'told') return;
  const many = listenersOf(signal).length >= suspiciousCount;
  if (!many) {
    if (watched.log?.state !== 'looking') watched.log = undefined;
    return;
  }
  watched.log ??= { noted: 0, entries: [], traces: new WeakMap(), state: 'counting' };
  const log = watched.log;
  prune(signal, log);
  if (log.entries.length < suspiciousCount || log.state !== 'counting') return;
  log.state = 'looking';
  rt.findings.lookLater(abortListenersGrowing, asSubject(rt, new WeakRef(signal), log), limits.retentionMs);
}

function listenersOf(signal: AbortSignal): unknown[] {
  return signal.aborted ? [] : getEventListeners(signal, 'abort');
}

/** Leaves what is still in the signal's own list. */
function prune(signal: AbortSignal, log: Log): void {
  const live = new Set(listenersOf(signal));
  log.entries = log.entries.filter(entry => live.delete(entry.listener.deref()));
}

function asSubject(rt: Runtime, signal: WeakRef<AbortSignal>, log: Log): ListenerGrowth {
  return {
    added: () => log.noted,
    live: () => {
      const target = signal.deref();
      if (target === undefined) return [];
      prune(target, log);
      return log.entries.flatMap(({ listener, flow, traces, at }) => {
        const trace = traces.get(listener.deref() ?? signal);
        return trace === undefined ? [] : [{ flow, trace, at, isOrphan: endedFor(rt, flow) >= limits.retentionMs }];
      });
    },
    done: told => {
      log.state = told ? 'told' : 'counting';
      if (told) log.entries = [];
    },
  };
}

function endedFor(rt: Runtime, flow: Flow): number {
  return flow.endedAt === undefined ? -1 : rt.clock.now() - flow.endedAt;
}
