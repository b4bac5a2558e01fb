import type { FindingKindRecord } from '../core/index.ts';
import type { SdkSession } from '../sdk/sdk-session.ts';

export interface ChildrenLeft {
  readonly session: SdkSession;
  readonly pids: readonly number[];
  readonly afterMs: number;
  /** What became of them: ended by the run, or still there. */
  readonly then: 'ended' | 'alive';
}

export const sdkChildLeft: FindingKindRecord<ChildrenLeft> = {
  kind: 'sdk-child-left',
  severity: 'error',
  seenWhen: 'A child process of an SDK run was still alive when the run had ended and its time to go had passed.',
  hint: 'End the child with the stream and wait for its exit; give it as `child` to SafeSdk, which ends it by its own pid.',
  roles: ['created'],
  check({ session, pids, afterMs, then }) {
    if (pids.length === 0 || (session.rootSeen && then === 'ended')) return 'fine';
    session.rootSeen = true;
    const who = pids.length === 1 ? `its child ${pids[0]}` : `its children ${pids.join(', ')}`;
    const outcome = then === 'ended' ? 'SafeSdk ended it.' : 'It is still there.';
    return {
      message: `SDK run "${session.name}" ended and ${who} still ran ${Math.round(afterMs)} ms later. ${outcome}`,
      sites: { created: session.created.site(session.createdIn) },
      flows: [session.flow, session.createdIn],
    };
  },
};
