import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface EnteredCancelled {
  readonly entry: { readonly name: string; readonly flow: Flow; readonly entered: Trace };
  readonly note: {
    readonly source: string;
    readonly flow: string;
    readonly flowName: string;
    readonly trace: Trace | undefined;
  };
}

export const scopeEnteredCancelled: FindingKindRecord<EnteredCancelled> = {
  kind: 'scope-entered-cancelled',
  severity: 'warning',
  seenWhen: 'A cancel scope was entered when already cancelled: its first await ends it, after 0.0 s.',
  hint: 'Check before entering; clean-up inside a cancelled scope needs a scope of its own with shield and deadlineMs.',
  roles: ['entered', 'cancelled'],
  check({ entry, note }) {
    const by = byText(note);
    return {
      message: `Scope "${entry.name}" was entered by flow "${entry.flow.name}" when it was already cancelled ${by}.`,
      sites: { entered: entry.entered.site(entry.flow), cancelled: note.trace?.site({ id: note.flow }) },
      flows: [entry.flow],
    };
  },
};

function byText({ source, flowName }: { readonly source: string; readonly flowName: string }): string {
  if (source === 'deadline') return 'by a deadline';
  return source === 'earlier-signal' ? 'by a signal that was aborted before' : `by flow "${flowName}"`;
}
