import { type Channel, waitedMs } from '../keeper/index.ts';
import { type Evidence, type Flow, limits, loopBlocked, type Runtime, Trace } from '../runtime/inside.ts';
import type { ProcessEvents } from './process-events.ts';
import { threadCpuMs } from './thread-cpu.ts';

const beatMs = 50;
const key = Symbol.for('eddy.blocked.1');
/** A thread that used less of its time than this was asleep in a call that waits: execSync, Atomics.wait. */
const asleepShare = 0.1;

interface Beating {
  /** It has turned before us. */
  readonly turns?: true;
  /** Tell of the program's end: a block that it ends with is over then. */
  readonly events?: Pick<ProcessEvents, 'before'>;
}

interface Look {
  readonly trace: Trace;
  readonly flow: Flow;
  /** It was not kept from a processor meanwhile; undefined where the system does not tell. */
  readonly isItsOwn: boolean | undefined;
}

export interface Heartbeat {
  /** What the program loaded for begins, before the loop has turned: from now on it can be blocked. */
  begins(): void;
  /** Called in the blocked thread, on top of what blocks it, once it is to blame. */
  onBlocked: () => void;
  /** It answers no more. */
  stop(): void;
}

/**
 * Tells the keeper that the loop turns. When it did not, the keeper calls back through the inspector, on top of whatever
 * blocks the thread: there the stack and the flow are taken. The block's length is known when the loop turns again.
 */
export function beatFor(rt: Runtime, channel: Channel, { turns, events }: Beating = {}): Heartbeat {
  let beats = 0;
  let last = rt.worked();
  let busy = threadCpuMs();
  let look: Look | undefined;

  const heart: Heartbeat = {
    begins: () => {
      if (beats === 0) turned();
    },
    onBlocked: () => {},
    stop: () => void Reflect.deleteProperty(globalThis, key),
  };

  const turned = () => {
    const now = rt.worked();
    const busyNow = threadCpuMs();
    const blockedMs = now - last - beatMs;
    if (look !== undefined && blockedMs >= limits.loopBlockedMs && isItsDoing(look, busyNow - busy, now - last)) {
      rt.findings.report(loopBlocked as never, evidence(look, blockedMs, true));
    }
    look = undefined;
    last = now;
    busy = busyNow;
    beats++;
    channel.beat();
  };
  if (turns) turned();
  // The first turn is told as soon as it comes: from then on somebody may wait for the loop.
  rt.clock.after(1, turned);
  rt.clock.every(beatMs, turned);
  events?.before('exit', turned);

  Object.defineProperty(globalThis, key, {
    configurable: true,
    value: (blockedMs: number, beat: number, waitedThen: number | undefined) => {
      // The loop may have turned while the question was on its way: then there is nothing to tell.
      if (beat !== channel.beats || beats === 0 || rt.stopped || rt.findings.isMuted(loopBlocked.kind))
        return undefined;
      // What it waits just now is counted when it runs again, as it does here.
      const waited = waitedThen === undefined ? undefined : waitedMs('main');
      const isItsOwn = waited === undefined ? undefined : blockedMs - (waited - waitedThen!) >= limits.loopBlockedMs;
      const seen: Look = { trace: new Trace(), flow: rt.flow(), isItsOwn };
      const spentMs = rt.worked() - last;
      if (!isItsDoing(seen, threadCpuMs() - busy, spentMs)) return undefined;
      look = seen;
      heart.onBlocked();
      return JSON.stringify(rt.findings.preview(loopBlocked as never, evidence(look, blockedMs, false)));
    },
  });
  return heart;
}

/** Whether what was seen blocks the loop, rather than being held up itself or loading the program. */
function isItsDoing({ trace, flow, isItsOwn }: Look, busyMs: number, spentMs: number): boolean {
  const { frames } = trace;
  if (!frames.some(frame => !frame.file.startsWith('node:'))) return false;
  // A program that still loads keeps nobody waiting.
  // What awaited its way here from a module's top level is past loading.
  const loads = frames.some(
    frame =>
      frame.async !== true &&
      ((frame.function === '' && frame.start === '1:1') || frame.file.startsWith('node:internal/modules/')),
  );
  if (flow.kind === 'main' && loads) return false;
  // In between, on a crowded machine, it was kept from its turn and is a victim itself.
  return isItsOwn ?? (busyMs >= limits.loopBlockedMs || busyMs < spentMs * asleepShare);
}

function evidence(look: Look, blockedMs: number, over: boolean): Evidence {
  const where = look.trace.own;
  const by = where === undefined ? '' : ` by ${where.function === '' ? 'top-level code' : where.function}`;
  return {
    message: `The event loop ${over ? 'stood still for' : 'has stood still for over'} ${Math.round(blockedMs)} ms${by} in flow "${look.flow.name}".`,
    sites: { blocked: look.trace.site(look.flow) },
    // A loop is looked at wherever it is just then.
    groupBy: `${where?.file} ${where?.function} ${where?.start}`,
    flows: [look.flow],
    severity: blockedMs >= 1_000 ? 'error' : 'warning',
  };
}
