import type { FindingKindRecord } from '../core/index.ts';
import type { SdkSession } from '../sdk/sdk-session.ts';

export interface NoEnd {
  readonly session: SdkSession;
  /** `cut`: closed without its terminal message. `producing`: its reader left and it went on. `abandoned`: nobody reads, nobody closed. */
  readonly why: 'cut' | 'producing' | 'abandoned';
  readonly afterMs: number;
  /** False once it was read again or closed. */
  readonly stands: () => boolean;
}

export const sdkNoEnd: FindingKindRecord<NoEnd> = {
  kind: 'sdk-no-end',
  severity: 'error',
  seenWhen:
    'An SDK stream closed without the terminal message of its protocol, or its reader was gone and it was still open or producing.',
  hint: 'Treat what came as incomplete; where the reader left, close the stream: leave its for await by break or return, or stop() it.',
  roles: ['created'],
  check({ session, why, afterMs, stands }) {
    if (session.rootSeen || !stands()) return 'fine';
    session.rootSeen = true;
    const name = `SDK run "${session.name}"`;
    const message =
      why === 'cut'
        ? `${name} closed after ${session.messageCount} messages without its terminal message.`
        : why === 'producing'
          ? `${name} was left by its reader and its stream still went on ${Math.round(afterMs)} ms later.`
          : `${name} is still open, but the flow that read it has ended and nobody reads on.`;
    return {
      message,
      sites: { created: session.created.site(session.createdIn) },
      flows: [session.flow, session.createdIn],
    };
  },
};
