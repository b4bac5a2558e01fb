import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';

export interface OpenBody {
  readonly flow: Flow;
  readonly trace: Trace;
  /** Monotonic ms at which the headers came. */
  readonly since: number;
  /** Bytes that its connection has read. */
  progress(): number | undefined;
  /** The same at the last look. */
  progressSeen: number | undefined;
  /** Neither complete nor failed, and its connection lives. */
  isOpen(): boolean;
  /** Nobody has begun to read it, or has stopped. */
  isUnread(): boolean;
}

export const bodyUnconsumed: FindingKindRecord<OpenBody> = {
  kind: 'body-unconsumed',
  severity: 'warning',
  seenWhen:
    'A response of `fetch` or undici has had its headers for the limit `bodyUnreadMs`, its body is neither read nor cancelled, and it still holds its connection. A body that arrived whole holds none and is no finding; nor is one that the program ends with before the limit.',
  hint: 'Read the body, or `await response.body?.cancel()`, also where only the status or the headers matter.',
  roles: ['called'],
  check(subject, now) {
    if (!subject.isOpen()) return 'fine';
    const since = now - subject.since;
    if (since < limits.bodyUnreadMs) return { againInMs: limits.bodyUnreadMs - since };
    // A body whose reader pauses looks unread for a moment: it must have stood still between two looks.
    const progress = subject.progress() ?? 0;
    const before = subject.progressSeen;
    subject.progressSeen = progress;
    if (!subject.isUnread() || before !== progress) return { againInMs: limits.bodyUnreadMs };
    const called = subject.trace.site(subject.flow);
    if (called === undefined || called.file.startsWith('node:')) return 'fine';
    return {
      message: `The body of a response is not read and not cancelled, and has held its connection for ${Math.round(since)} ms.`,
      sites: { called },
      flows: [subject.flow],
    };
  },
};
