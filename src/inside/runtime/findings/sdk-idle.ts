import type { FindingKindRecord } from '../core/index.ts';
import type { SilentSdk } from '../sdk/silent-sdk.ts';

export const sdkIdle: FindingKindRecord<SilentSdk> = {
  kind: 'sdk-idle',
  severity: 'warning',
  seenWhen:
    'An SDK stream that had begun sent nothing within its idle limit while a message was asked for; tool calls do not count.',
  hint: 'The connection may be half-open or the service stuck: end the run, or raise idleMs where such pauses are normal.',
  roles: ['created'],
  check(silent, now) {
    const { session } = silent;
    if (silent.over) return 'fine';
    const left = silent.limitMs - silent.waitedMs(now);
    if (left > 0) return { againInMs: left };
    return {
      message: `SDK run "${session.name}" was silent for ${Math.round(silent.limitMs)} ms after ${session.messageCount} messages.`,
      sites: { created: session.created.site(session.createdIn) },
      flows: [session.flow, session.createdIn],
    };
  },
};
