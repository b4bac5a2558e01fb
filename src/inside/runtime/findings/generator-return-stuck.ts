import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';

export interface StuckReturn {
  readonly name: string;
  /** `rt.worked()` of the call. */
  readonly returnedAt: number;
  readonly returned: Trace;
  readonly stepped: Trace;
  readonly returner: Flow;
  readonly stepper: Flow;
  /** Whether the next() that was pending then still is. */
  isNextPending(): boolean;
}

export const generatorReturnStuck: FindingKindRecord<StuckReturn> = {
  kind: 'generator-return-stuck',
  severity: 'error',
  seenWhen:
    'return() of an async generator has waited longer than `generatorReturnMs` behind a next() that is still pending: requests queue, so its finally blocks have not run.',
  hint: 'End what the body awaits first (abort its signal, close its source), then call return(); or wrap it in SafeAsyncGenerator, which has a deadline.',
  roles: ['returned', 'stepped'],
  check(stuck, now) {
    if (!stuck.isNextPending()) return 'fine';
    const waitedMs = now - stuck.returnedAt;
    if (waitedMs < limits.generatorReturnMs) return { againInMs: limits.generatorReturnMs - waitedMs };
    return {
      message: `return() of ${stuck.name} waits behind a next() that is still pending after ${Math.round(waitedMs)} ms.`,
      sites: { returned: stuck.returned.site(stuck.returner), stepped: stuck.stepped.site(stuck.stepper) },
      flows: [stuck.returner, stuck.stepper],
    };
  },
};
