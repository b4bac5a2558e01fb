import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';

export interface LiveListener {
  readonly flow: Flow;
  readonly trace: Trace;
  /** Monotonic ms. */
  readonly at: number;
  /** Its flow ended the limit `retentionMs` ago or longer: clean-up that follows the answer is over. */
  readonly isOrphan: boolean;
}

export interface ListenerGrowth {
  added(): number;
  /** Those that the signal still has. */
  live(): readonly LiveListener[];
  /** No later look was asked for: all is well (until it grows again), or it was told, and once is enough. */
  done(told: boolean): void;
}

const fromEndedFlows = 10;
const fromOneFlow = 50;
const distinctMoments = 20;

export const abortListenersGrowing: FindingKindRecord<ListenerGrowth> = {
  kind: 'abort-listeners-growing',
  severity: 'warning',
  seenWhen:
    'A signal that is not aborted has more than 10 listeners from one line whose flows have ended, or 50 that one flow added there over time, most of those that were ever added, and none of them was removed within the limit `retentionMs`. Listeners that Node or undici add by themselves do not count.',
  hint: 'Remove the listener when its operation ends (in `finally`), or give each operation a signal of its own.',
  roles: ['added'],
  check(subject, now) {
    const groups = new Map<string, LiveListener[]>();
    let counted = 0;
    for (const listener of subject.live()) {
      const where = placeOf(listener.trace);
      if (where === undefined) continue;
      counted++;
      const group = groups.get(where);
      if (group === undefined) groups.set(where, [listener]);
      else group.push(listener);
    }
    for (const group of groups.values()) {
      const old = group.filter(one => now - one.at >= limits.retentionMs);
      const orphans = old.filter(one => one.isOrphan);
      const moments = new Set(old.map(one => Math.floor(one.at))).size;
      const mostLeft = group.length * 2 >= subject.added();
      const grows =
        (orphans.length > fromEndedFlows && mostLeft) ||
        (old.length >= fromOneFlow && moments >= distinctMoments && mostLeft);
      const first = (orphans.length > fromEndedFlows ? orphans : old)[0];
      if (!grows || first === undefined) continue;
      const whose =
        orphans.length > fromEndedFlows ? `${orphans.length} of them by flows that have ended` : 'none was removed';
      subject.done(true);
      return {
        message: `${group.length} abort listeners from one line are on a signal that lives on; ${whose}.`,
        sites: { added: first.trace.site(first.flow) },
        flows: old.slice(0, 10).map(one => one.flow),
      };
    }
    if (counted > fromEndedFlows) return { againInMs: limits.retentionMs };
    subject.done(false);
    return 'fine';
  },
};

/** Undefined where no code of the user's or of a package that is answerable for removal added it. */
function placeOf(trace: Trace): string | undefined {
  const top = trace.frames[0];
  if (top === undefined || top.file.startsWith('node:') || top.file.includes('/node_modules/undici/')) return undefined;
  const own = trace.own;
  return own === undefined ? undefined : `${own.file}:${own.line}:${own.column}`;
}
