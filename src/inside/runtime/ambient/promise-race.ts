import { inspect, types } from 'node:util';
import { type Flow, type Runtime, Trace } from '../core/index.ts';
import { type RaceGrowth, raceRetention } from '../findings/race-retention.ts';
import { limits } from '../limits.ts';
import { replaceMethod } from './replace.ts';

interface Raced {
  races: number;
  samples: { trace: Trace; flow: Flow }[];
  at: number;
}

const suspiciousRaces = 100;
const sampleEvery = 8;
const maxSamples = 64;
const maxEntrants = 64;

/** Counts the races in which one and the same promise takes part. Nothing is attached to it: whether it is still pending is read off it. */
export function watchRaces(rt: Runtime): void {
  const raced = new WeakMap<object, Raced>();
  const Native = Promise;
  const seen = (entrants: readonly unknown[], below: (...args: never[]) => unknown) => {
    if (entrants.length > maxEntrants) return;
    for (const entrant of entrants) {
      if (!types.isPromise(entrant)) continue;
      let known = raced.get(entrant);
      if (known === undefined) raced.set(entrant, (known = { races: 0, samples: [], at: 0 }));
      known.races++;
      if (known.races % sampleEvery !== 0) continue;
      // The latest ones: the line that still races it.
      if (known.samples.length >= maxSamples) known.samples.shift();
      known.samples.push({ trace: new Trace(below), flow: rt.flow() });
      if (known.at !== 0 || known.races < suspiciousRaces) continue;
      known.at = rt.clock.monotonic();
      rt.findings.lookLater(raceRetention, asSubject(new WeakRef(entrant), known), limits.retentionMs);
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

function asSubject(promise: WeakRef<Promise<unknown>>, known: Raced): RaceGrowth {
  return {
    get races() {
      return known.races;
    },
    samples: known.samples,
    since: known.at,
    isPending: () => {
      const still = promise.deref();
      return still !== undefined && isPending(still);
    },
  };
}

function isPending(promise: Promise<unknown>): boolean {
  return /^[^{]*\{\s*<pending>/.test(inspect(promise, { customInspect: false, depth: 0, maxArrayLength: 0, maxStringLength: 0 }));
}
