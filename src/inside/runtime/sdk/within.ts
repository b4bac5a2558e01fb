import { runtime } from '../core/index.ts';

const maxTimerMs = 2_147_483_647;

/** True when it settled, either way, within the time; it never goes unhandled. The program waits for the outcome, so the timer holds the process. */
export function within(work: PromiseLike<unknown>, timeoutMs: number): Promise<boolean> {
  return new Promise(resolve => {
    const timer = runtime().clock.after(Math.min(timeoutMs, maxTimerMs), () => resolve(false), { holdsProcess: true });
    const settled = (): void => {
      timer.cancel();
      resolve(true);
    };
    work.then(settled, settled);
  });
}
