import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';

export interface Dependent {
  readonly flow: Flow;
  /** Monotonic ms. */
  readonly at: number;
  /** Where it was made; absent until a full garbage collection has run since, and left it. */
  readonly survived: Trace | undefined;
}

export interface DependentGrowth {
  made(): number;
  live(): readonly Dependent[];
  /** No later look was asked for: all is well (until it grows again), or it was told, and once is enough. */
  done(told: boolean): void;
}

const tooMany = 50;

export const abortAnyGrowing: FindingKindRecord<DependentGrowth> = {
  kind: 'abort-any-growing',
  severity: 'warning',
  seenWhen:
    'More than 50 signals made by `AbortSignal.any` on one line from the same source, which is not aborted, are alive although a full garbage collection has run since and the limit `retentionMs` has passed; their flows have ended, or they are most of all that were made. Without a collection nothing can be said, and nothing is.',
  hint: 'Remove the listeners from the combined signal when the operation ends: with a listener on it, the long-lived source keeps it.',
  roles: ['called'],
  check(subject, now) {
    const groups = new Map<string, Dependent[]>();
    const live = subject.live();
    for (const dependent of live) {
      const own = now - dependent.at >= limits.retentionMs ? dependent.survived?.own : undefined;
      if (own === undefined) continue;
      const where = `${own.file}:${own.line}:${own.column}`;
      const group = groups.get(where);
      if (group === undefined) groups.set(where, [dependent]);
      else group.push(dependent);
    }
    for (const group of groups.values()) {
      const orphans = group.filter(one => one.flow.ended);
      const first = orphans[0] ?? group[0];
      if (first === undefined) continue;
      if (orphans.length <= tooMany && (group.length <= tooMany || group.length * 2 < subject.made())) continue;
      subject.done(true);
      return {
        message: `${group.length} signals made here by AbortSignal.any hang on one source that is not aborted, and garbage collection cannot take them.`,
        sites: { called: first.survived?.site(first.flow) },
        flows: group.slice(0, 10).map(one => one.flow),
      };
    }
    if (live.length > tooMany) return { againInMs: limits.retentionMs };
    subject.done(false);
    return 'fine';
  },
};
