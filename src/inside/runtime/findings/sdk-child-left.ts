import type { FindingKindRecord } from '../core/index.ts';
import type { SdkSession } from '../sdk/sdk-session.ts';

export interface ChildrenLeft {
  readonly session: SdkSession;
  /** Those that still run, or ran until they were ended. */
  readonly pids: () => readonly number[];
  /** When its stream had ended, on the monotonic clock, and how long a child may stay after that. */
  readonly streamOverAt: number;
  readonly afterMs: number;
  /** What became of them: ended by the run, or still there. */
  readonly outcome: 'ended' | 'alive';
}

export const sdkChildLeft: FindingKindRecord<ChildrenLeft> = {
  kind: 'sdk-child-left',
  severity: 'error',
  seenWhen: 'A child process of an SDK run was still alive when the run had ended and its time to go had passed.',
  hint: 'Have the SDK end its child with its stream; a child given to SafeSdk as `child` is ended by its own pid in the end, others are not.',
  roles: ['created'],
  check({ session, pids: read, streamOverAt, afterMs, outcome }, now) {
    const left = streamOverAt + afterMs - now;
    if (left > 0) return { againInMs: left };
    const pids = read();
    if (pids.length === 0) return 'fine';
    const who = pids.length === 1 ? `its child ${pids[0]}` : `its children ${pids.join(', ')}`;
    const told = outcome === 'ended' ? 'SafeSdk ended it.' : 'It is still there.';
    return {
      message: `SDK run "${session.name}" ended and ${who} still ran ${Math.round(afterMs)} ms later. ${told}`,
      sites: { created: session.created.site(session.createdIn) },
      flows: [session.flow, session.createdIn],
    };
  },
};
