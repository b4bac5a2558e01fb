import { runtime } from '../core/index.ts';
import { sdkChildLeft } from '../findings/sdk-child-left.ts';
import type { SdkPlan } from './sdk-options.ts';
import type { SdkSession } from './sdk-session.ts';

/** Sees that the children of an attempt have gone, ends those that are the run's own, and returns the pids that still live. */
export async function endChildren<M>(plan: SdkPlan<M>, session: SdkSession, forced: boolean): Promise<number[]> {
  if (session.children.length === 0) return [];
  const { closeMs } = plan.times;
  const streamOverAt = runtime().clock.monotonic();
  const gone = await Promise.all(session.children.map(child => child.gone(closeMs)));
  const left = session.children.filter((_, at) => gone[at] === false);
  if (left.length === 0) return [];
  const pids = left.map(child => child.pid ?? 0);
  const mine = left.filter(child => child.owned || plan.endsChildren === true);
  await Promise.all(mine.map(child => child.kill(closeMs)));
  const alive = left.filter(child => child.alive).map(child => child.pid ?? 0);
  // Where the end was forced, ending its own child is a part of that; a child that stays after its stream has ended is a leak.
  if (forced && mine.length === left.length && alive.length === 0) return [];
  const subject = {
    session,
    pids: () => pids,
    streamOverAt,
    afterMs: closeMs,
    outcome: alive.length === 0 ? 'ended' : 'alive',
  } as const;
  session.reportRoot(sdkChildLeft, subject);
  return alive;
}
