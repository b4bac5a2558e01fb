import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';

export interface Crossing {
  /** That registered the listener. */
  readonly flow: Flow;
  /** In which the listener ran. */
  readonly ranIn: Flow;
  readonly trace: Trace;
  readonly calledAt: Trace;
  readonly type: string;
  /** How it is known that this was not an event meant for everyone. */
  readonly why: 'own-answer' | 'ended-before';
}

export const flowCrossed: FindingKindRecord<Crossing> = {
  kind: 'flow-crossed',
  severity: 'warning',
  seenWhen:
    'A listener given to `once` in a request’s, task’s or other flow ran in a flow that is no kin of it, and either its own flow emitted the same event there afterwards (its own answer, which came too late), or the flow that ran it had ended before the listener was registered. Watched: `once` and `prependOnceListener` called by the user’s code on emitters that are not Node’s streams, sockets, servers, children, workers or process. Not seen: `on`, the `resolve` of a promise, arrays and maps of callbacks.',
  hint: 'Give each operation an answer of its own: an id in the event’s name, a promise, an emitter a request, or `bindFlow`.',
  roles: ['registered', 'called'],
  check({ flow, ranIn, trace, calledAt, type, why }) {
    // Between `once` and the user's line there may be Node's own (events.once), or a package that knows what it does.
    const top = trace.frames[0];
    if (top === undefined || top.file.startsWith('node:') || top.file.includes('/node_modules/')) return 'fine';
    const how =
      why === 'own-answer'
        ? `its own “${type}” came afterwards`
        : `a flow that had ended before the listener was registered`;
    return {
      message: `The once-listener for “${type}” of ${flow.name} ran in ${ranIn.name}, which is no kin of it: ${how}.`,
      sites: { registered: trace.site(flow), called: calledAt.site(ranIn) },
      flows: [flow, ranIn],
    };
  },
};
