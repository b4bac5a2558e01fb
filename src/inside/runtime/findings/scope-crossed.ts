import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface CrossedExit {
  readonly name: string;
  readonly host: Flow;
  readonly entered: Trace;
  /** Who exited it. */
  readonly flow: Flow;
  readonly exited: Trace;
}

export const scopeCrossed: FindingKindRecord<CrossedExit> = {
  kind: 'scope-crossed',
  severity: 'error',
  seenWhen: 'A cancel scope was exited by another flow than the one that entered it, also when that flow had ended.',
  hint: 'Enter and exit a scope in one flow; where another flow has to close it, hand it over explicitly first.',
  roles: ['entered', 'exited'],
  check({ name, host, entered, flow, exited }) {
    const gone = host.ended ? ', which has ended,' : '';
    return {
      message: `Scope "${name}" was entered by flow "${host.name}"${gone} and exited by flow "${flow.name}".`,
      sites: { entered: entered.site(host), exited: exited.site(flow) },
      flows: [host, flow],
    };
  },
};
