import { awaitingSite, waitsAt } from '../activations/index.ts';
import type { FindingKindRecord, Flow } from '../core/index.ts';

export interface StrandedTask {
  readonly flow: Flow;
  readonly pending: boolean;
  /** The event loop ran empty while it was pending. */
  readonly stranded: boolean;
}

export const taskNeverSettled: FindingKindRecord<StrandedTask> = {
  kind: 'task-never-settled',
  severity: 'error',
  seenWhen:
    "The event loop ran empty while the task was pending, and the program ended so: no timer, socket or other handle was left that could settle it (one that was unref'd does not count). Of tasks that wait in each other only the innermost is told, and none whose wait another finding explains, as a lock does. Not seen after `process.exit()`, a crash or a signal.",
  hint: 'Look for a promise whose resolve is never called on some path: an event that does not come, a callback that is not passed on.',
  roles: ['created', 'awaiting'],
  check(task) {
    if (!task.pending || !task.stranded) return 'fine';
    const awaiting = awaitingSite(task.flow);
    return {
      message: `Task '${task.flow.name}' never settled: it was pending when nothing was left that could settle it.${waitsAt(awaiting)}`,
      sites: { created: task.flow.born?.site(task.flow), awaiting },
      flows: [task.flow],
    };
  },
};
