import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';

export interface ReaderLeft {
  readonly flow: Flow;
  readonly trace: Trace;
  /** Monotonic ms of the last look that counted. */
  lookedAt: number;
  looks: number;
  /** Somebody read with it after its flow had ended. */
  readonly wasUsed: boolean;
  isLeft(): boolean;
  /** No later look was asked for. */
  letGo(): void;
}

// Someone may read on in the background, slowly.
const looksNeeded = 3;

export const streamLeftLocked: FindingKindRecord<ReaderLeft> = {
  kind: 'stream-left-locked',
  severity: 'warning',
  seenWhen:
    'A flow called `getReader()` on a web stream and ended; at three looks, each the limit `streamLockedMs` apart, the stream is still locked by that reader, neither closed nor errored, no read waits, and none was made in between. Readers that the main flow took are not looked at, because it ends with the program; neither are those of `for await` and `pipeTo`, which release by themselves.',
  hint: 'Call `releaseLock()` or `cancel()` in `finally`, or read with `for await`.',
  roles: ['holds'],
  check(subject, now) {
    if (subject.wasUsed || !subject.isLeft()) {
      subject.letGo();
      return 'fine';
    }
    const since = now - subject.lookedAt;
    if (since < limits.streamLockedMs) return { againInMs: limits.streamLockedMs - since };
    subject.looks++;
    subject.lookedAt = now;
    if (subject.looks < looksNeeded) return { againInMs: limits.streamLockedMs };
    subject.letGo();
    const top = subject.trace.frames[0];
    if (top === undefined || top.file.startsWith('node:')) return 'fine';
    return {
      message: `A reader taken in flow ${subject.flow.name}, which has ended, still locks its stream, and nobody reads.`,
      sites: { holds: subject.trace.site(subject.flow) },
      flows: [subject.flow],
    };
  },
};
