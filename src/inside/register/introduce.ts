import type { Clock } from '../../base/index.ts';

const againMs = 20;

/** A thread that a program starts at once may be there before the keeper listens: it says who it is until that was heard. */
export function introduceUntilKnown(
  clock: Clock,
  isKnown: () => boolean,
  introduce: () => void,
  waitMs = againMs,
): void {
  if (isKnown()) return;
  introduce();
  clock.after(waitMs, () => introduceUntilKnown(clock, isKnown, introduce, waitMs * 2));
}
