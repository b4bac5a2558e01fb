import { awaitingSite, waitsAt } from '../activations/index.ts';
import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';

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
  roles: ['cancelled', 'entered', 'awaiting'],
  check({ entry, isExcused }, now) {
    const { note, flow } = entry;
    if (!entry.active || note === undefined) return 'fine';
    const leftMs = note.sinceMs + limits.cancelIgnoredMs - now;
    if (leftMs > 0) return { againInMs: leftMs };
    if (isExcused()) return { againInMs: 1_000 };
    const by = byText(note);
    const awaiting = awaitingSite(flow);
    const ago = ((now - note.sinceMs) / 1_000).toFixed(1);
    return {
      message: `Scope "${entry.name}" was cancelled ${by} ${ago} s ago and still runs in flow "${flow.name}".${waitsAt(awaiting)}`,
      sites: {
        cancelled: note.trace?.site({ id: note.flow }) ?? entry.entered.site(flow),
        entered: entry.entered.site(flow),
        awaiting,
      },
      flows: [flow],
    };
  },
};

function byText({ source, flowName }: { readonly source: string; readonly flowName: string }): string {
  if (source === 'deadline') return 'by its deadline';
  return source === 'earlier-signal' ? 'by a signal that was aborted before' : `by flow "${flowName}"`;
}
