import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';

export interface RaceGrowth {
  readonly races: number;
  /** Some of the races. */
  readonly samples: readonly { readonly trace: Trace; readonly flow: Flow }[];
  /** Monotonic ms at which there were a hundred. */
  readonly since: number;
  isPending(): boolean;
  /** No later look was asked for. */
  done(): void;
}

export const raceRetention: FindingKindRecord<RaceGrowth> = {
  kind: 'race-retention',
  severity: 'warning',
  seenWhen:
    'One promise took part in 100 or more calls of `Promise.race` or `Promise.any` and is still pending after the limit `retentionMs`: each call left a reaction on it, which keeps the winner’s value until it settles.',
  hint: 'Do not race against a promise that outlives the race: use a signal whose listener is removed, or one race for the whole loop.',
  roles: ['called'],
  check(subject, now) {
    if (!subject.isPending()) {
      subject.done();
      return 'fine';
    }
    if (now - subject.since < limits.retentionMs) return { againInMs: limits.retentionMs };
    const places = new Map<string, { count: number; first: RaceGrowth['samples'][number] }>();
    for (const sample of subject.samples) {
      const own = sample.trace.own;
      const where = own === undefined ? '' : `${own.file}:${own.line}:${own.column}`;
      const place = places.get(where);
      if (place === undefined) places.set(where, { count: 1, first: sample });
      else place.count++;
    }
    const most = [...places.values()].sort((a, b) => b.count - a.count)[0];
    subject.done();
    if (most === undefined) return 'fine';
    return {
      message: `A promise that is still pending took part in ${subject.races} races, and keeps a reaction of each.`,
      sites: { called: most.first.trace.site(most.first.flow) },
      flows: subject.samples.map(one => one.flow),
    };
  },
};
