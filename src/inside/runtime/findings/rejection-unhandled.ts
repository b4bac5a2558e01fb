import type { Site } from '../../../wire/protocol/index.ts';
import type { FindingKindRecord, Flow } from '../core/index.ts';

export interface RejectionFacts {
  readonly what: string;
  /** Where its error was made; undefined where that is not in the user's code or was the abort. */
  readonly rejected: Site | undefined;
  readonly cancelled: Site | undefined;
  readonly canceller: Flow | undefined;
  readonly created: Site | undefined;
}

export interface Rejection {
  /** In which the promise was rejected. */
  readonly flow: Flow;
  handled: boolean;
  read(): RejectionFacts;
  letGo(): void;
}

export const rejectionUnhandled: FindingKindRecord<Rejection> = {
  kind: 'rejection-unhandled',
  severity: 'error',
  seenWhen:
    'Node reported a rejected promise that nobody handles, and nobody did within the limit `leakGraceMs` or until the program ended. `cancelled` is the call of `abort()` that made the reason, where one did; `created` is where the flow was born.',
  hint: 'Await the promise or give it a `catch` where it is made; a second promise of an aborted operation needs one too.',
  roles: ['rejected', 'cancelled', 'created'],
  check(subject) {
    const { flow, handled } = subject;
    const facts = handled ? undefined : subject.read();
    subject.letGo();
    if (facts === undefined) return 'fine';
    const { rejected, cancelled, created, canceller, what } = facts;
    const cause = cancelled === undefined ? '' : ' It came of an abort.';
    return {
      message: `Nobody handles a rejection in flow ${flow.name}: ${what.replace(/\.$/, '')}.${cause}`,
      sites: { rejected, cancelled, created },
      flows: [flow, canceller],
    };
  },
};
