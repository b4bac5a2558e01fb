import { type Activity, failOnBreaches, failOnStatus, type TargetEnd } from '../../wire/protocol/index.ts';
import type { Activations } from '../runtime/activations/index.ts';
import type { Runtime } from '../runtime/inside.ts';
import { lookForStuckLocks } from '../runtime/locks/adapters/index.ts';
import { readActivity } from '../runtime/probes/index.ts';
import { lookForNeverSettled, lookForPendingAtExit } from '../runtime/tasks/index.ts';
import type { Line } from './line.ts';
import type { InsideOptions } from './options.ts';
import type { ProcessEvents } from './process-events.ts';

/** The last look, when the program's own exit handlers are done, and the words to the keeper. */
export function watchEnd(rt: Runtime, events: ProcessEvents, line: Line, options: InsideOptions): void {
  events.before('beforeExit', () => lookForStuckLocks(rt));
  events.before('beforeExit', () => lookForNeverSettled(rt));
  events.after('exit', code => {
    const status = Number(process.exitCode ?? code ?? 0);
    rt.ending = true;
    rt.guard('last look', () => lookForPendingAtExit(rt));
    rt.guard('last look', () => rt.findings.lookAtDue(true));
    const fails = status === 0 && failOnBreaches(options.failOn ?? [], rt.findings.list()).length > 0;
    if (fails) process.exitCode = failOnStatus;
    const end: TargetEnd = { how: 'exit', code: fails ? failOnStatus : status };
    line.close(end, options.dump === true ? rt.guard('dump', () => pendingIn(rt)) : undefined);
  });
}

/** Where flows wait that will never go on; undefined when there are none. */
function pendingIn(rt: Runtime): Activity | undefined {
  const activations = rt.part<Activations | undefined>('activations', () => undefined);
  if (activations === undefined) return undefined;
  const activity = readActivity(rt, activations, () => undefined);
  const isPending = activity.flows.some(({ kind, activations }) => kind !== 'main' || activations.length > 0);
  return isPending ? activity : undefined;
}
