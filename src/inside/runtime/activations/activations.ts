import type { Context, Flow, Runtime } from '../core/index.ts';
import { Activation, type GatedModule, held, runs } from './activation.ts';
import { OldActivations } from './old-activations.ts';

// Taken when we load: a program with fake timers does not change it.
const now = performance.now.bind(performance);

/** What gated code calls to say where it is. */
export interface ActivationWords {
  /** It is entered. */
  a(fn: number): Activation;
  /** It has ended, however. */
  z(one: Activation): void;
  /** It is suspended now, for `value`. */
  s<T>(one: Activation, at: number, value: T): T;
  /** It goes on, with `value`. */
  r<T>(one: Activation, value: T): T;
  /** It goes on, in a handler or a loop's body. */
  b(one: Activation | null): void;
  /** It is suspended at a `yield`. */
  y<T>(one: Activation, at: number, value?: T): T | undefined;
  /** Somebody took the next value: it goes on within that one's run. */
  n<T>(one: Activation, value: T): T;
  /** It waits for a loop's next turn. */
  l(one: Activation, at: number): void;
  /** Disposed of first where a block ends, it says that it waits for the others. */
  d(one: Activation, at: number): Disposable;
}

const nobody: GatedModule = { file: '', functions: [], awaits: [] };

const oldAfterMs = 10_000;
/** Of a walk through the ring: some 50 µs. */
const stepOf = 250;

/** The activations of one thread, all alive ones in a ring. */
export class Activations {
  readonly #rt: Runtime;
  /** Head of the ring: never a run itself. */
  readonly #head = new Activation(0, nobody, -1, null, undefined);
  readonly #shared: Omit<ActivationWords, 'a'>;
  /** Told when one goes on in a handler, a loop's body or after a gate. */
  onBack: ((one: Activation) => void) | undefined;
  readonly #old = new OldActivations();
  #current: Activation | null = null;
  #total = 0;
  #live = 0;
  /** Walks through the ring that are under way. */
  #pictures = 0;

  constructor(rt: Runtime) {
    this.#rt = rt;
    this.#shared = this.#sharedWords();
  }

  /** The words for the code of one file. */
  words(module: GatedModule): ActivationWords {
    const rt = this.#rt;
    const head = this.#head;
    return {
      ...this.#shared,
      a: fn => {
        const outer = this.#current;
        // Who ended is no caller to keep: else a chain of functions that start one another would never be let go.
        if (outer?.caller?.ended === true) outer.caller = null;
        const one = new Activation(++this.#total, module, fn, outer, rt.store());
        const first = head.next;
        one.next = first;
        one.back = head;
        first.back = one;
        head.next = one;
        this.#live++;
        this.#current = one;
        return one;
      },
    };
  }

  #sharedWords(): Omit<ActivationWords, 'a'> {
    const suspend = (one: Activation, at: number): void => {
      one.at = at;
      one.sinceMs = now();
      // Otherwise it was resumed unseen, by a generator's throw(): who called that runs on.
      if (this.#current === one) this.#current = one.outer;
      one.outer = null;
    };
    /** Resumed by what it awaited: nobody's run is round it. */
    const goOn = (one: Activation): void => {
      one.at = runs;
      this.#current = one;
    };
    /** Perhaps resumed within somebody's run, perhaps never suspended. */
    const goOnWithin = (one: Activation): void => {
      one.at = runs;
      if (this.#current === one) return;
      one.outer = this.#current;
      this.#current = one;
    };
    return {
      z: one => {
        if (this.#pictures === 0) unlink(one);
        else leave(one);
        one.ended = true;
        this.#live--;
        // Otherwise it was resumed only to end: by a rejection, or a generator's return().
        if (this.#current === one) this.#current = one.outer;
        one.outer = null;
      },
      s: (one, at, value) => {
        suspend(one, at);
        return value;
      },
      r: (one, value) => {
        goOn(one);
        return value;
      },
      b: one => {
        if (one === null) return;
        goOnWithin(one);
        this.onBack?.(one);
      },
      y: (one, at, value) => {
        suspend(one, at);
        one.yielded = true;
        return value;
      },
      n: (one, value) => {
        one.yielded = false;
        goOnWithin(one);
        return value;
      },
      l: suspend,
      d: (one, at) => ({ [Symbol.dispose]: () => suspend(one, at) }),
    };
  }

  /** It is held at a gate from now on: until it goes on, others run. */
  hold(one: Activation): void {
    one.at = held;
    one.sinceMs = now();
    if (this.#current === one) this.#current = one.outer;
    one.outer = null;
  }

  get current(): Activation | null {
    return this.#current;
  }

  get total(): number {
    return this.#total;
  }

  get liveCount(): number {
    return this.#live;
  }

  /** The youngest first. */
  *live(): IterableIterator<Activation> {
    for (let one = this.#head.next; one !== this.#head; one = one.next) yield one;
    yield* this.#old.live();
  }

  /** Whether a run of this kind of function waits. */
  hasWaiting(kind: string): boolean {
    for (const one of this.live()) if (one.at >= 0 && one.module.functions[one.fn]?.kind === kind) return true;
    return false;
  }

  /** `live` in small steps, between which the program may go on: who ends meanwhile keeps its place until it is done. */
  *picture(most: number): Generator<void, Activation[]> {
    const all: Activation[] = [];
    this.#pictures++;
    try {
      for (let one = this.#head.next; one !== this.#head && all.length < most; one = one.next) {
        if (!one.ended) all.push(one);
        if (all.length % stepOf === 0) yield;
      }
    } finally {
      this.#pictures--;
    }
    if (all.length < most) for (const one of this.#old.live()) all.push(one);
    return all;
  }

  /**
   * Between two turns of the loop nobody runs. Who is taken to is the top level of a module that threw, as no word tells
   * that end; or waits where no word could stand, and goes on later.
   */
  settle(): void {
    for (let one = this.#current; one !== null; one = this.#current) {
      const isModule = one.module.functions[one.fn]?.kind.endsWith('module') === true;
      if (isModule && !one.ended) this.#shared.z(one);
      else this.#current = one.outer;
    }
  }

  /**
   * Those that have waited long are held weakly from now on: what nobody can ever resume, the collector takes, as it would
   * without us. At most so many at once.
   */
  ageOut(most = 5_000): void {
    const limit = now() - oldAfterMs;
    for (let count = 0; count < most && this.#pictures === 0; count++) {
      const one = this.#head.back;
      if (one === this.#head || one.at < 0 || one.sinceMs > limit) break;
      unlink(one);
      this.#old.add(one);
    }
    this.#live -= this.#old.sweep();
  }

  *oldest(): IterableIterator<Activation> {
    yield* this.#old.live();
    for (let one = this.#head.back; one !== this.#head; one = one.back) yield one;
  }

  flowOf(one: Activation): Flow {
    return (one.context as Context | undefined)?.flow ?? this.#rt.main;
  }
}

function unlink(one: Activation): void {
  leave(one);
  one.next = one.back = one;
}

/** Whoever walks by still finds the way on. */
function leave(one: Activation): void {
  one.back.next = one.next;
  one.next.back = one.back;
}
