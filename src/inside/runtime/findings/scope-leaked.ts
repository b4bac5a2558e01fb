import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface LeakedScope {
  readonly name: string;
  readonly active: boolean;
  readonly structured: boolean;
  /** Told as crossed already. */
  readonly crossed: boolean;
  readonly flow: Flow;
  readonly entered: Trace;
}

export const scopeLeaked: FindingKindRecord<LeakedScope> = {
  kind: 'scope-leaked',
  severity: 'error',
  seenWhen: 'The flow that entered a cancel scope ended, and the scope was still active after a grace time.',
  hint: 'Exit the scope in a finally block of the function that entered it, or hand it over to the flow that will.',
  roles: ['entered'],
  check(scope) {
    const { flow } = scope;
    if (!scope.active || scope.crossed || !flow.ended) return 'fine';
    // Work that goes on after a request was answered; the call that runs it will exit the scope.
    if (scope.structured && (flow.kind === 'request' || flow.kind === 'message')) return { againInMs: 60_000 };
    return {
      message: `Scope "${scope.name}" was entered by flow "${flow.name}", which has ended without exiting it.`,
      sites: { entered: scope.entered.site(flow) },
      flows: [flow],
    };
  },
};
