import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface MisnestedExit {
  readonly name: string;
  readonly entered: Trace;
  /** The innermost scope that was opened inside and is still active. */
  readonly inner: { readonly name: string; readonly flow: Flow; readonly entered: Trace };
  readonly flow: Flow;
  readonly exited: Trace;
}

export const scopeMisnested: FindingKindRecord<MisnestedExit> = {
  kind: 'scope-misnested',
  severity: 'error',
  seenWhen: 'A cancel scope was exited while a scope that was opened inside it, in the same line of calls, was active.',
  hint: 'Exit scopes in the reverse order of entering them.',
  roles: ['entered', 'exited', 'inner'],
  check({ name, entered, inner, flow, exited }) {
    return {
      message: `Scope "${name}" was exited by flow "${flow.name}" before scope "${inner.name}", which was opened inside it.`,
      sites: { entered: entered.site(flow), exited: exited.site(flow), inner: inner.entered.site(inner.flow) },
      flows: [flow],
    };
  },
};
