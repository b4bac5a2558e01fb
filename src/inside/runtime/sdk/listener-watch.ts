import { getEventListeners } from 'node:events';
import { type Flow, runtime, Trace } from '../core/index.ts';
import type { SdkSession } from './sdk-session.ts';

/** A listener that a run added on something that outlives it. */
export interface AddedListener {
  /** `exit on process`, `abort on its signal` … */
  readonly what: string;
  readonly added: Trace;
  readonly present: () => boolean;
}

const maxPerSession = 32;

/** Sees what the flows of running SDK sessions add on `process` and on the signals they were given. Nothing is watched while none runs. */
export class ListenerWatch {
  readonly #sessionOf: (flow: Flow) => SdkSession | undefined;
  readonly #added = new Map<SdkSession, AddedListener[]>();
  readonly #signals = new Map<AbortSignal, number>();

  constructor(sessionOf: (flow: Flow) => SdkSession | undefined) {
    this.#sessionOf = sessionOf;
  }

  start(session: SdkSession, signal: AbortSignal | undefined): void {
    if (this.#added.size === 0) process.on('newListener', this.#onProcess);
    this.#added.set(session, []);
    if (signal === undefined) return;
    const count = this.#signals.get(signal) ?? 0;
    this.#signals.set(signal, count + 1);
    if (count === 0) this.#shadow(signal);
  }

  /** What the session added and did not take away. */
  stop(session: SdkSession, signal: AbortSignal | undefined): AddedListener[] {
    const added = this.#added.get(session);
    if (added === undefined) return [];
    this.#added.delete(session);
    if (this.#added.size === 0) process.removeListener('newListener', this.#onProcess);
    if (signal !== undefined) {
      const count = (this.#signals.get(signal) ?? 1) - 1;
      if (count > 0) this.#signals.set(signal, count);
      else {
        this.#signals.delete(signal);
        Reflect.deleteProperty(signal, 'addEventListener');
      }
    }
    return added.filter(one => one.present());
  }

  readonly #onProcess = (event: string | symbol, listener: (...args: unknown[]) => void): void => {
    runtime().guard('sdk listeners', () => {
      if (event === 'newListener') return;
      const ref = new WeakRef(listener);
      this.#note(`${String(event)} on process`, () => {
        const listener = ref.deref();
        return listener !== undefined && process.listeners(event as 'exit').includes(listener as () => void);
      });
    });
  };

  // The prototype is everybody's; only this one signal, and only while a run has it, says who adds.
  #shadow(signal: AbortSignal): void {
    const watch = this;
    const theirs = signal.addEventListener;
    runtime().guard('sdk listeners', () =>
      Object.defineProperty(signal, 'addEventListener', {
        configurable: true,
        writable: true,
        value: function addEventListener(this: AbortSignal, ...args: unknown[]): void {
          Reflect.apply(theirs, this, args);
          runtime().guard('sdk listeners', () => watch.#onSignal(this, args));
        },
      }),
    );
  }

  #onSignal(signal: AbortSignal, [event, listener]: unknown[]): void {
    if (event !== 'abort' || typeof listener !== 'function') return;
    const ref = new WeakRef(listener);
    const held = new WeakRef(signal);
    this.#note('abort on its signal', () => {
      const signal = held.deref();
      const listener = ref.deref();
      if (signal === undefined || listener === undefined) return false;
      return getEventListeners(signal, 'abort').some(one => one === listener);
    });
  }

  #note(what: string, present: () => boolean): void {
    const session = this.#sessionOf(runtime().flow());
    const list = session === undefined ? undefined : this.#added.get(session);
    if (list === undefined) return;
    if (list.length >= maxPerSession) runtime().drop('sdk listeners');
    else list.push({ what, added: new Trace(), present });
  }
}
