import { fail } from '../../../base/index.ts';
import type { SdkLimit, SdkSession } from './sdk-session.ts';

/** Who ended a run before it ended by itself. */
export type Stop =
  | { readonly by: 'stop' | 'signal'; readonly reason: unknown }
  | { readonly by: 'reader' }
  | { readonly by: 'limit'; readonly which: SdkLimit; readonly error: Error };

/** What the SDK's signal is aborted with. */
export function reasonOf(stop: Stop): unknown {
  if (stop.by === 'limit') return stop.error;
  return stop.by === 'reader' ? 'its reader left' : stop.reason;
}

export function limitError(session: SdkSession, which: SdkLimit, limitMs: number): Error {
  const what = { 'first-message': 'had no first message within', idle: 'was silent for', total: 'took longer than' }[
    which
  ];
  return fail('sdk-timeout', `SDK run "${session.name}" ${what} ${limitMs} ms.`, {
    data: { which, limitMs, messages: session.messageCount, attempt: session.attempts },
  });
}

export function cutShortError(session: SdkSession): Error {
  const count = session.messageCount;
  return fail('sdk-failed', `SDK run "${session.name}" closed after ${count} messages without its terminal message.`, {
    hint: 'What came is incomplete.',
    data: { why: 'no-end', messages: count },
  });
}

export function abortError(session: SdkSession, reason: unknown): Error {
  const why = typeof reason === 'string' ? `: ${reason}` : '';
  return fail('cancelled', `SDK run "${session.name}" was aborted${why}.`, { cause: reason });
}
