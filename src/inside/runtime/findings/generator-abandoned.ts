import type { FindingKindRecord, Flow, Trace } from '../core/index.ts';
import { limits } from '../limits.ts';

export interface RestingGenerator {
  readonly name: string;
  readonly state: string;
  readonly steps: number;
  /** `rt.worked()` when it was first seen resting after its last step. */
  readonly restingSince: number;
  readonly shared: boolean;
  readonly owner: Flow;
  readonly stepped: Trace;
}

export const generatorAbandoned: FindingKindRecord<RestingGenerator> = {
  kind: 'generator-abandoned',
  severity: 'warning',
  seenWhen:
    'An async generator was started, rests at a yield, and is then collected without return(); or nobody asked it for `generatorAbandonedMs` though the only flow that stepped it has ended (then severity is potential).',
  hint: 'Call return() when you stop early (for await does, with break too): its finally blocks run only then.',
  roles: ['stepped'],
  check(one, now) {
    const steps = `${one.steps} step${one.steps === 1 ? '' : 's'}`;
    const sites = { stepped: one.stepped.site(one.owner) };
    if (one.state === 'collected') {
      return {
        message: `${one.name} was dropped after ${steps} without return(): its finally blocks never ran.`,
        sites,
        flows: [one.owner],
      };
    }
    if (one.state !== 'resting' || one.shared) return 'fine';
    const restedMs = now - one.restingSince;
    if (restedMs < limits.generatorAbandonedMs) return { againInMs: limits.generatorAbandonedMs - restedMs };
    if (!one.owner.ended) return { againInMs: limits.generatorAbandonedMs };
    return {
      severity: 'potential',
      message: `${one.name} has rested ${Math.round(restedMs / 1000)} s after ${steps}, and flow "${one.owner.name}" that stepped it has ended without return().`,
      sites,
      flows: [one.owner],
    };
  },
};
