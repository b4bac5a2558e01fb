import { matches } from '../../../base/index.ts';
import { type Flow, type FlowKind, type Frame, isUsers, type Runtime, Trace } from '../core/index.ts';
import { exitWhilePending } from '../findings/exit-while-pending.ts';
import { taskNeverSettled } from '../findings/task-never-settled.ts';
import { lockBook } from '../locks/index.ts';
import { ancestorsOf, ledgerOf } from './task-ledger.ts';
import type { TaskRecord } from './task-record.ts';

/** `end`: the event loop ran empty. `exit`: process.exit() was called. `throw`: an uncaught error ends the program. */
export type EndHow = 'end' | 'exit' | 'throw';

// The main flow is always there; messages and SDK streams have findings of their own.
const counted: ReadonlySet<FlowKind> = new Set(['task', 'flow', 'request']);
const maxLooks = 1_000;

/** At `beforeExit`: notes which tasks are pending while the loop is empty. Told at exit, as a listener may still settle them. */
export function lookForNeverSettled(rt: Runtime): void {
  for (const record of ledgerOf(rt).pending()) record.stranded = true;
}

/** In the `exit` event: tells what is still pending. How it ends is read from the stack that we are called on. */
export function lookForPendingAtExit(rt: Runtime, how?: EndHow): void {
  const { how: seen, called } = endOf(new Trace(lookForPendingAtExit));
  // What a crash leaves pending is its consequence.
  if ((how ?? seen) === 'throw' || seen === 'throw') return;
  // The last looks first: what they find may be why something waits.
  rt.findings.lookAtDue(true);
  const stranded = new Map<Flow, TaskRecord>();
  if (seen === 'end')
    for (const record of ledgerOf(rt).pending()) if (record.stranded) stranded.set(record.flow, record);
  const live = [...rt.liveFlows()];
  const waiting = live.filter(flow => flow !== rt.main);
  const outer = ancestorsOf(waiting.map(flow => ({ flow })));
  const explained = explainedFlows(rt);
  let looks = 0;
  for (const flow of waiting.reverse()) {
    if (!counted.has(flow.kind) || outer.has(flow) || explained.has(flow.id)) continue;
    if (++looks > maxLooks) {
      rt.drop('pending at exit');
      continue;
    }
    const record = stranded.get(flow);
    if (record === undefined) rt.findings.look(exitWhilePending, { flow, called });
    else rt.findings.look(taskNeverSettled, record);
  }
}

function endOf(trace: Trace): { how: EndHow; called: Trace | undefined } {
  if (trace.frames.some(isCrash)) return { how: 'throw', called: undefined };
  for (const { function: name, file } of trace.frames) {
    if (file.startsWith('node:internal/process/') && matches(/(^|\.)(exit|workerProcessExit)$/, name))
      return { how: 'exit', called: trace.frames.some(isUsers) ? trace : undefined };
  }
  return { how: 'end', called: undefined };
}

/** Node's own handling of an uncaught error, and handlers of the program's that it calls: they may call process.exit(). */
function isCrash({ function: name, file }: Frame): boolean {
  if (file === 'node:internal/process/promises') return name === 'processPromiseRejections';
  // The same file runs `node -e`; there its functions have names.
  const handles = file === 'node:internal/process/execution' || file === 'node:internal/main/worker_thread';
  return handles && (name === '' || matches(/_fatalException|workerOnGlobalUncaughtException/, name));
}

/** Flows that a finding names already: why they wait is told there, and those that it does not name wait for them. */
function explainedFlows(rt: Runtime): Set<string> {
  const ids = new Set<string>();
  let locks = false;
  for (const { kind, flows, sites } of rt.findings.list()) {
    if (kind === 'loop-blocked' || kind === 'rejection-unhandled' || kind === 'lock-order') continue;
    locks ||= kind.startsWith('lock-');
    for (const flow of flows) ids.add(flow.id);
    for (const site of Object.values(sites)) if (site.flow !== undefined) ids.add(site.flow);
  }
  // A finding names ten flows; those that wait behind the same locks may be more.
  if (locks) for (const lock of lockBook(rt).busy) for (const { flow } of lock.waiters) ids.add(flow.id);
  return ids;
}
