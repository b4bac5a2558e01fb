import { flow } from '../../../src/inside/runtime/index.ts';
import type { Delays } from './delays.ts';
import { linkedModule } from './modules.ts';
import type { Program } from './program.ts';

const mostSteps = 3_000;

/** What a program finds round it: time that is a queue of ticks, and a trace of all that it says. */
export class World {
  readonly trace: string[] = [];
  readonly #queue: { at: number; serial: number; run: () => void }[] = [];
  readonly #listeners = new Map<string, ((value: unknown) => void)[]>();
  #now = 0;
  #serial = 0;
  #fuel = 300;
  readonly #delays: Delays | undefined;
  /** Runs of async functions that have not ended, of a counted program. */
  unfinished = 0;
  /** Called when nothing of the program runs. */
  atRest: () => void = () => {};
  /** Of the strings that it said. */
  longest = 0;
  /** It did not end within the steps that it has. */
  isCutShort = false;

  constructor(delays?: Delays) {
    this.#delays = delays;
  }

  later = (ticks: number, run: () => void): void => {
    this.#queue.push({ at: this.#now + ticks, serial: ++this.#serial, run });
    this.#queue.sort((a, b) => a.at - b.at || a.serial - b.serial);
  };

  say = (...values: unknown[]): void => {
    for (const one of values) if (typeof one === 'string') this.longest = Math.max(this.longest, one.length);
    if (this.trace.length < 2_000) this.trace.push(values.map(one => show(one, 3)).join(' '));
  };

  /** The names that programs use. */
  names(): Record<string, unknown> {
    const delays = this.#delays;
    const fuelled = () => --this.#fuel > 0;
    const seen = new WeakMap<object, number>();
    return {
      t: (...values: unknown[]) => {
        this.#fuel--;
        this.say(...values);
        return values[1];
      },
      F: fuelled,
      Z: short,
      later: this.later,
      sleep: (ticks: number, value: unknown) => new Promise(resolve => this.later(ticks, () => resolve(value))),
      P: (value: unknown) => Promise.resolve(value),
      rej: (value: unknown) => Promise.reject(new RangeError(String(value))),
      // biome-ignore lint/suspicious/noThenProperty: a thenable is what it is.
      thenable: (value: unknown) => ({ then: (resolve: (value: unknown) => void) => resolve(value) }),
      on: (name: string, run: (value: unknown) => void) => {
        this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), run].slice(0, 5));
      },
      emit: (name: string, value: unknown) => {
        if (fuelled()) for (const one of this.#listeners.get(name) ?? []) one(value);
      },
      tag: (strings: TemplateStringsArray, ...values: unknown[]) => {
        const times = (seen.get(strings) ?? 0) + 1;
        seen.set(strings, times);
        return short(`${times}${strings.raw.join('|')}${values.map(short)}`);
      },
      start: (name: string, run: () => Promise<unknown>) => flow(name, run),
      disposable: (name: string, fails = false) => ({
        [Symbol.dispose]: () => {
          this.say('disposed', name);
          if (fails) throw new RangeError(name);
        },
      }),
      asyncDisposable: (name: string, ticks: number, succeeds = true) => ({
        [Symbol.asyncDispose]: () => {
          this.say('disposing', name);
          return new Promise<void>((resolve, reject) =>
            this.later(ticks, () => (succeeds ? resolve() : reject(new RangeError(name)))),
          );
        },
      }),
      C: (id: number) => delays?.waits(id) === true,
      D: (id: number) => {
        const ticks = delays?.ticks(id) ?? 0;
        return ticks === 0 ? undefined : new Promise<void>(resolve => this.later(ticks, resolve));
      },
      E: (id: number) => delays?.edits(id) === true,
      V: (id: number) => delays?.value(id),
      N: () => {
        this.unfinished++;
        return () => void this.unfinished--;
      },
    };
  }

  /** Until nothing is left to do. */
  async run(text: string, kind: Program['kind']): Promise<readonly string[]> {
    const unhandled = (reason: unknown) => this.say('unhandled', reason);
    process.on('unhandledRejection', unhandled);
    const names = this.names();
    if (kind === 'module') {
      const module = await linkedModule(text, names).catch(error => this.say('thrown', error));
      this.later(1, () => {
        module?.evaluate().then(
          () => this.say('made'),
          error => this.say('not made', error),
        );
      });
    } else {
      this.later(1, () => {
        const program = new Function(...Object.keys(names), text);
        this.say('made', Reflect.apply(program, { self: 1 }, Object.values(names)));
      });
    }
    await new Promise<void>(done => {
      let steps = 0;
      const turn = () => {
        this.atRest();
        const next = this.#queue.shift();
        this.isCutShort = ++steps > mostSteps;
        if (next === undefined || this.isCutShort) {
          done();
          return;
        }
        this.#now = next.at;
        try {
          next.run();
        } catch (error) {
          this.say('thrown', error);
        }
        // By then all microtasks have run, and rejections that nobody handles were told.
        setImmediate(turn);
      };
      setImmediate(turn);
    });
    process.off('unhandledRejection', unhandled);
    return this.trace;
  }
}

/** What modules import. */
export const worldNames: readonly string[] = Object.keys(new World().names());

/** Keeps values small, however often a loop adds them up. */
function short(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 24);
  return value !== null && (typeof value === 'object' || typeof value === 'function') ? typeof value : value;
}

function show(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 120));
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return `[${value.slice(0, 8).map(one => show(one, depth - 1))}]`;
  if (value instanceof Promise) return 'promise';
  return `{${Object.keys(value)
    .slice(0, 8)
    .map(key => `${key}:${show((value as Record<string, unknown>)[key], depth - 1)}`)}}`;
}
