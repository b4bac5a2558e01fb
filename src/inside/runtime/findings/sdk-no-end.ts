import type { FindingKindRecord } from '../core/index.ts';
import type { SdkSession } from '../sdk/sdk-session.ts';

export interface NoEnd {
  readonly session: SdkSession;
  /** `cut`: closed without its terminal message. `producing`: its reader left and it went on. `abandoned`: nobody reads, nobody closed. */
  readonly why: 'cut' | 'producing' | 'abandoned';
  /** How long the state must last; 0 where it is final. */
  readonly limitMs: number;
  /** How long it has lasted; undefined when it was read again or closed. */
  readonly lastedMs: (now: number) => number | undefined;
}

export const sdkNoEnd: FindingKindRecord<NoEnd> = {
  kind: 'sdk-no-end',
  severity: 'error',
  seenWhen:
    'An SDK stream closed without the terminal message of its protocol, or its reader was gone and it was still open or producing.',
  hint: 'Treat what came as incomplete; where the reader left, close the stream: leave its for await by break or return, or stop() it.',
  roles: ['created'],
  check({ session, why, limitMs, lastedMs }, now) {
    const lasted = lastedMs(now);
    if (lasted === undefined) return 'fine';
    if (lasted < limitMs) return { againInMs: limitMs - lasted };
    const name = `SDK run "${session.name}"`;
    const message =
      why === 'cut'
        ? `${name} closed after ${session.messageCount} messages without its terminal message.`
        : why === 'producing'
          ? `${name} was left by its reader and its stream still went on ${Math.round(limitMs)} ms later.`
          : `${name} is still open, but the flow that read it has ended and nobody reads on.`;
    return {
      message,
      sites: { created: session.created.site(session.createdIn) },
      flows: [session.flow, session.createdIn],
    };
  },
};
