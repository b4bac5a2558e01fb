import { inspect, types } from 'node:util';
import { matches } from '../../../base/index.ts';
import { type Flow, type Runtime, Trace } from '../core/index.ts';
import { type RaceGrowth, raceRetention } from '../findings/race-retention.ts';
import { limits } from '../limits.ts';
import { replaceMethod } from './replace.ts';

interface Raced {
  races: number;
  samples: { trace: Trace; flow: Flow }[];
  state: 'counting' | 'looking' | 'told';
}

const suspiciousRaces = 100;
// Traces hold on to the objects of their frames: few, taken late, and read at the first look.
const sampledFrom = 64;
const sampleEvery = 4;
const maxSamples = 8;
const maxEntrants = 64;

/** Counts the races in which one and the same promise takes part. Nothing is attached to it: whether it is still pending is read off it. */
export function watchRaces(rt: Runtime): void {
  // Most promises race once: a number is all there is of them.
  const raced = new WeakMap<object, number | Raced>();
  const Native = Promise;
  const seen = (entrants: readonly unknown[], below: (...args: never[]) => unknown) => {
    if (entrants.length > maxEntrants) return;
    for (const entrant of entrants) {
      if (!types.isPromise(entrant)) continue;
      let known = raced.get(entrant) ?? 0;
      if (typeof known === 'number') {
        if (known + 1 < sampledFrom) {
          raced.set(entrant, known + 1);
          continue;
        }
        known = { races: known, samples: [], state: 'counting' };
        raced.set(entrant, known);
      }
      known.races++;
      if (known.state === 'told' || known.races % sampleEvery !== 0) continue;
      // The latest ones: the line that still races it.
      if (known.samples.length >= maxSamples) known.samples.shift();
      known.samples.push({ trace: new Trace(below), flow: rt.flow() });
      if (known.state === 'looking' || known.races < suspiciousRaces) continue;
      known.state = 'looking';
      rt.findings.lookLater(raceRetention, asSubject(new WeakRef(entrant), known, rt.worked()), limits.retentionMs);
    }
  };
  for (const name of ['race', 'any']) {
    replaceMethod(Promise, name, native => {
      const ours = {
        race(this: unknown, ...args: unknown[]) {
          const result = Reflect.apply(native, this, args);
          const given = args[0];
          if (this === Native && Array.isArray(given) && !types.isProxy(given))
            rt.guard('races', () => seen(given, ours));
          return result;
        },
      }.race;
      return ours;
    });
  }
}

function asSubject(promise: WeakRef<Promise<unknown>>, known: Raced, since: number): RaceGrowth {
  return {
    get races() {
      return known.races;
    },
    samples: known.samples,
    since,
    isPending: () => {
      const still = promise.deref();
      return still !== undefined && isPending(still);
    },
    done: () => {
      known.state = 'told';
      known.samples = [];
    },
  };
}

function isPending(promise: Promise<unknown>): boolean {
  const text = inspect(promise, { customInspect: false, depth: 0, maxArrayLength: 0, maxStringLength: 0 });
  return matches(/^[^{]*\{\s*<pending>/, text);
}
