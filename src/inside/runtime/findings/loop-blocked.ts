import type { FindingKindRecord } from '../core/index.ts';

/** The register's heartbeat and the keeper see it; there is no state to look at afterwards. */
export const loopBlocked: FindingKindRecord<never> = {
  kind: 'loop-blocked',
  severity: 'warning',
  seenWhen:
    'The main thread did not turn its event loop for `loopBlockedMs` (200 ms), after it had turned once. The keeper takes the stack while it is blocked; inside a native call (execSync, a large JSON.parse) the stack comes when that returns. From 1 s on it is an error. Left out are what a module’s top level calls itself, as loading keeps nobody waiting, also after an `await` there; and the time in which a crowded machine kept the thread from its turn: Linux tells how long it stood in line for a processor; elsewhere it must have worked `loopBlockedMs` itself, or have slept in a call. Worker threads are not watched.',
  hint: 'Split the work into slices, move it to a worker thread, or use the asynchronous form of the call.',
  roles: ['blocked'],
  check: () => 'fine',
};
