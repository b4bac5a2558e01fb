import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface IgnoredCancel {
  readonly entry: {
    readonly name: string;
    readonly active: boolean;
    readonly flow: Flow;
    readonly entered: Trace;
    readonly note:
      | {
          readonly source: string;
          readonly flow: string;
          readonly flowName: string;
          readonly trace: Trace | undefined;
          readonly sinceMs: number;
        }
      | undefined;
  };
  /** Work that a shield protects still runs inside. */
  isExcused(): boolean;
}

export const cancelIgnored: FindingKindRecord<IgnoredCancel> = {
  kind: 'cancel-ignored',
  severity: 'warning',
  seenWhen: 'A scope was cancelled, and a limit (cancelIgnoredMs) later its work was still running.',
  hint: 'Pass the scope\'s signal to what it awaits, call checkpoint() in loops, and let the "cancelled" error go on.',
  roles: ['cancelled', 'entered'],
  check({ entry, isExcused }, now) {
    const { note, flow } = entry;
    if (!entry.active || note === undefined) return 'fine';
    if (isExcused()) return { againInMs: 1_000 };
    const by = note.source === 'deadline' ? 'by its deadline' : `by flow "${note.flowName}"`;
    const ago = ((now - note.sinceMs) / 1_000).toFixed(1);
    return {
      message: `Scope "${entry.name}" was cancelled ${by} ${ago} s ago and still runs in flow "${flow.name}".`,
      sites: {
        cancelled: note.trace?.site({ id: note.flow }) ?? entry.entered.site(flow),
        entered: entry.entered.site(flow),
      },
      flows: [flow],
    };
  },
};
