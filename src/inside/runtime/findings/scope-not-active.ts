import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface IdleExit {
  readonly name: string;
  /** Absent when it was never entered, or so long ago that it is forgotten. */
  readonly entry: { readonly flow: Flow; readonly entered: Trace } | undefined;
  readonly flow: Flow;
  readonly exited: Trace;
}

export const scopeNotActive: FindingKindRecord<IdleExit> = {
  kind: 'scope-not-active',
  severity: 'error',
  seenWhen: 'A cancel scope was exited a second time, or without having been entered.',
  hint: 'Exit each scope once, in one finally block or by "using".',
  roles: ['entered', 'exited'],
  check({ name, entry, flow, exited }) {
    const why = entry === undefined ? 'it is not known to have been entered' : 'it was exited before';
    return {
      message: `Scope "${name}" was exited by flow "${flow.name}" while not active: ${why}.`,
      sites: { entered: entry?.entered.site(entry.flow), exited: exited.site(flow) },
      flows: entry === undefined ? [flow] : [flow, entry.flow],
    };
  },
};
