import { awaitingSite, waitsAt } from '../activations/index.ts';
import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface PendingAtExit {
  readonly flow: Flow;
  /** Where `process.exit()` was called; absent when the loop ran empty. */
  readonly called: Trace | undefined;
}

export const exitWhilePending: FindingKindRecord<PendingAtExit> = {
  kind: 'exit-while-pending',
  severity: 'warning',
  seenWhen:
    'The program ended by `process.exit()` while a task, a `flow()` or a request was pending, or ended by itself while a `flow()` or a request was. Only the innermost of those that wait in each other is told, none that another finding explains, and nothing after a crash or a signal. A request is pending until its response is finished or its connection closed: idle kept-alive connections do not count.',
  hint: 'Wait for it, or cancel it, before the program ends; set process.exitCode rather than call process.exit().',
  roles: ['created', 'called', 'awaiting'],
  check({ flow, called }) {
    if (flow.ended) return 'fine';
    const what = flow.kind === 'task' ? 'Task' : flow.kind === 'request' ? 'Request' : 'Flow';
    const awaiting = awaitingSite(flow);
    return {
      message: `${what} '${flow.name}' was pending when the program ended${called === undefined ? '' : ' by process.exit()'}.${waitsAt(awaiting)}`,
      sites: { created: flow.born?.site(flow), called: called?.site(), awaiting },
      flows: [flow],
    };
  },
};
