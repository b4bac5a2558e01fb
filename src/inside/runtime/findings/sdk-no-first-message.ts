import type { FindingKindRecord } from '../core/index.ts';
import type { SilentSdk } from '../sdk/silent-sdk.ts';

export const sdkNoFirstMessage: FindingKindRecord<SilentSdk> = {
  kind: 'sdk-no-first-message',
  severity: 'warning',
  seenWhen: 'An SDK stream was opened and its first message did not come within its limit; tool calls do not count.',
  hint: 'Look whether the service or the SDK’s child process can start at all; a retry helps where it was the network.',
  roles: ['created'],
  check(silent, now) {
    const { session } = silent;
    if (silent.over) return 'fine';
    const left = silent.limitMs - silent.waitedMs(now);
    if (left > 0) return { againInMs: left };
    return {
      message: `SDK run "${session.name}" had no first message ${Math.round(silent.limitMs)} ms after it was opened.`,
      sites: { created: session.created.site(session.createdIn) },
      flows: [session.flow, session.createdIn],
    };
  },
};
