import type { FindingKindRecord } from '../core/index.ts';
import type { SdkSession } from '../sdk/sdk-session.ts';

export interface StuckStop {
  readonly session: SdkSession;
  /** What was asked: its interrupt(), or its signal's abort. */
  readonly asked: 'interrupt' | 'abort';
  /** What did not end: the call to interrupt() itself, or the stream after it. */
  readonly stuck: 'interrupt' | 'stream';
  readonly limitMs: number;
}

export const sdkInterruptStuck: FindingKindRecord<StuckStop> = {
  kind: 'sdk-interrupt-stuck',
  severity: 'error',
  seenWhen:
    'An SDK run was told to stop, and its interrupt() did not settle, or its stream still went on, when the limit had passed.',
  hint: 'Hand the signal that open() gets to the SDK, and end its child process where it has one: interrupt() alone cannot be relied on.',
  roles: ['created'],
  check({ session, asked, stuck, limitMs }) {
    const what = stuck === 'interrupt' ? 'interrupt() had not settled' : `its stream still went on`;
    return {
      message: `SDK run "${session.name}" was told to stop (${asked}), and ${what} ${Math.round(limitMs)} ms later.`,
      sites: { created: session.created.site(session.createdIn) },
      flows: [session.flow, session.createdIn],
    };
  },
};
