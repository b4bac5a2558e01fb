import { type Clock, fail } from '../../base/index.ts';
import { sayDuration } from '../../wire/protocol/index.ts';

/** A signal that is aborted when the time is up, or when the other one is; `done` lets go of both. */
export function deadline(clock: Clock, ms: number, other: AbortSignal): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const timer = clock.after(ms, () => controller.abort(late(ms)), { holdsProcess: true });
  const pass = () => controller.abort(other.reason);
  if (other.aborted) pass();
  other.addEventListener('abort', pass, { once: true });
  return {
    signal: controller.signal,
    done() {
      timer.cancel();
      other.removeEventListener('abort', pass);
    },
  };
}

/** What the promise gives, unless the signal is aborted before. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function late(ms: number): Error {
  return fail('deadline-passed', `It was not done within ${sayDuration(ms)}.`, {
    hint: 'On a busy machine: eddy doctor --within 30s.',
  });
}
