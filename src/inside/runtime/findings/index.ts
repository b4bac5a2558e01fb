/**
 * findings: what Eddy sees by itself, a file a kind. A record looks at a subject and says what is wrong; it starts nothing,
 * keeps nothing and knows no other kind. The docs are made from the same records.
 */
import type { FindingKindRecord } from '../core/index.ts';
import { abortAnyGrowing } from './abort-any-growing.ts';
import { abortListenersGrowing } from './abort-listeners-growing.ts';
import { bodyUnconsumed } from './body-unconsumed.ts';
import { cancelIgnored } from './cancel-ignored.ts';
import { exitWhilePending } from './exit-while-pending.ts';
import { flowCrossed } from './flow-crossed.ts';
import { generatorAbandoned } from './generator-abandoned.ts';
import { generatorCrossed } from './generator-crossed.ts';
import { generatorReturnStuck } from './generator-return-stuck.ts';
import { generatorUnstarted } from './generator-unstarted.ts';
import { lockCycle } from './lock-cycle.ts';
import { lockHeldLong } from './lock-held-long.ts';
import { lockLeaked } from './lock-leaked.ts';
import { lockOrder } from './lock-order.ts';
import { lockSelfWait } from './lock-self-wait.ts';
import { loopBlocked } from './loop-blocked.ts';
import { raceRetention } from './race-retention.ts';
import { rejectionUnhandled } from './rejection-unhandled.ts';
import { scopeCrossed } from './scope-crossed.ts';
import { scopeEnteredCancelled } from './scope-entered-cancelled.ts';
import { scopeLeaked } from './scope-leaked.ts';
import { scopeMisnested } from './scope-misnested.ts';
import { scopeNotActive } from './scope-not-active.ts';
import { sdkChildLeft } from './sdk-child-left.ts';
import { sdkIdle } from './sdk-idle.ts';
import { sdkInterruptStuck } from './sdk-interrupt-stuck.ts';
import { sdkListeners } from './sdk-listeners.ts';
import { sdkNoEnd } from './sdk-no-end.ts';
import { sdkNoFirstMessage } from './sdk-no-first-message.ts';
import { streamLeftLocked } from './stream-left-locked.ts';
import { taskNeverSettled } from './task-never-settled.ts';
import { taskSlow } from './task-slow.ts';

/** Every kind that can be seen, in the order of the docs. */
export const findingRecords: readonly FindingKindRecord<never>[] = [
  scopeCrossed,
  scopeMisnested,
  scopeNotActive,
  scopeLeaked,
  scopeEnteredCancelled,
  cancelIgnored,
  taskSlow,
  taskNeverSettled,
  exitWhilePending,
  loopBlocked,
  flowCrossed,
  lockHeldLong,
  lockLeaked,
  lockCycle,
  lockSelfWait,
  lockOrder,
  generatorReturnStuck,
  generatorUnstarted,
  generatorCrossed,
  generatorAbandoned,
  abortListenersGrowing,
  abortAnyGrowing,
  raceRetention,
  rejectionUnhandled,
  streamLeftLocked,
  bodyUnconsumed,
  sdkNoFirstMessage,
  sdkIdle,
  sdkInterruptStuck,
  sdkChildLeft,
  sdkNoEnd,
  sdkListeners,
];
