import type { MomentName } from './moment-visit.ts';

export type ThrowsWanted = 'none' | 'uncaught' | 'all';

/** What this thread's errors are watched by: V8's debugger, driven from the keeper's thread. */
export const throwsKey = Symbol.for('eddy.throws.1');

/** What the keeper calls, on top of the frame that throws. */
export interface ThrowWords {
  /** The debugger is open, and says these from now on. */
  ready(wanted: ThrowsWanted): void;
  meant(error: unknown, uncaught: boolean): boolean;
  /** The one that was meant. `access(at)` reads a name; `access(at, value)` writes it. */
  visit(
    uncaught: boolean,
    self: unknown,
    names: readonly string[],
    access: (at: number, ...value: unknown[]) => unknown,
  ): void;
}

/** Errors as they are thrown. */
export class Throws {
  meant: (error: unknown, uncaught: boolean) => boolean = () => false;
  visit: (error: unknown, uncaught: boolean, names: readonly MomentName[], self: unknown) => void = () => {};
  /** Asks the keeper; absent where there is none that could. */
  ask: ((wanted: ThrowsWanted) => void) | undefined = undefined;
  onReady: () => void = () => {};
  /** V8's debugger is there now: context may be lost to it. */
  onOpened: () => void = () => {};
  #wanted: ThrowsWanted = 'none';
  #ready: ThrowsWanted = 'none';
  /** The newest error that was looked at: the keeper comes back for it. */
  #error: unknown;

  /** Whether V8 says them now. */
  says(wanted: 'uncaught' | 'all'): boolean {
    return this.#ready === 'all' || this.#ready === wanted;
  }

  /** It was asked for, and is not there yet. */
  get isAwaited(): boolean {
    return this.ask !== undefined && this.#wanted !== 'none' && this.#ready !== this.#wanted;
  }

  want(wanted: ThrowsWanted): void {
    if (this.#wanted === wanted) return;
    if (this.ask !== undefined && !(throwsKey in globalThis))
      Object.defineProperty(globalThis, throwsKey, { configurable: true, value: this.#words() });
    this.#wanted = wanted;
    this.ask?.(wanted);
  }

  #words(): ThrowWords {
    return {
      ready: wanted => {
        this.#ready = wanted;
        this.onOpened();
        this.onReady();
      },
      meant: (error, uncaught) => {
        this.#error = error;
        return this.meant(error, uncaught);
      },
      visit: (uncaught, self, names, access) => {
        const error = this.#error;
        this.#error = undefined;
        const others = names.map((name, at) => ({
          name,
          read: () => access(at),
          write: (value: unknown) => void access(at, value),
        }));
        this.visit(
          error,
          uncaught,
          others.filter(one => one.name !== 'error'),
          self,
        );
      },
    };
  }
}
