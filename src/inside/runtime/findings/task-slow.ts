import { awaitingSite, waitsAt } from '../activations/index.ts';
import type { FindingKindRecord, Flow } from '../core/index.ts';

export interface SlowTask {
  readonly flow: Flow;
  /** Monotonic. */
  readonly startedMs: number;
  readonly slowAfterMs: number;
  readonly pending: boolean;
  readonly state: string;
}

export const taskSlow: FindingKindRecord<SlowTask> = {
  kind: 'task-slow',
  severity: 'warning',
  seenWhen:
    'A task is still pending after its limit (10 s, `slowAfterMs` of the task, or `taskSlowMs`), and no other task that it started is pending. A task that ended late is not told.',
  hint: 'See what it waits for. If it is meant to run long, say so: `task(name, fn, { slowAfterMs: Infinity })`.',
  roles: ['created', 'awaiting'],
  check(task, now) {
    if (!task.pending) return 'fine';
    const ageMs = now - task.startedMs;
    if (ageMs < task.slowAfterMs) return { againInMs: task.slowAfterMs - ageMs };
    const awaiting = awaitingSite(task.flow);
    return {
      message: `Task '${task.flow.name}' has been ${task.state} for ${inSeconds(ageMs)}; its limit is ${inSeconds(task.slowAfterMs)}.${waitsAt(awaiting)}`,
      sites: { created: task.flow.born?.site(task.flow), awaiting },
      flows: [task.flow],
    };
  },
};

function inSeconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
