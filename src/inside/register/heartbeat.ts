import type { Channel } from '../keeper/index.ts';
import { type Evidence, type Flow, limits, loopBlocked, type Runtime, Trace } from '../runtime/inside.ts';

const beatMs = 50;
const key = Symbol.for('eddy.blocked.1');

interface Look {
  readonly beat: number;
  readonly trace: Trace;
  readonly flow: Flow;
}

/**
 * Tells the keeper that the loop turns. When it did not, the keeper calls back through the inspector, on top of whatever
 * blocks the thread: there the stack and the flow are taken. The block's length is known when the loop turns again.
 */
export function beatFor(rt: Runtime, channel: Channel): void {
  let beats = 0;
  let last = rt.clock.monotonic();
  let look: Look | undefined;

  rt.clock.every(beatMs, () => {
    const now = rt.clock.monotonic();
    const blockedMs = now - last - beatMs;
    last = now;
    if (look !== undefined && blockedMs >= limits.loopBlockedMs)
      rt.findings.report(loopBlocked as never, evidence(look, blockedMs, true));
    look = undefined;
    beats++;
    channel.beat();
  });

  Object.defineProperty(globalThis, key, {
    configurable: true,
    value: (blockedMs: number, beat: number) => {
      // The loop may have turned while the question was on its way: then there is nothing to tell.
      if (beat !== channel.beats || beats === 0) return undefined;
      const trace = new Trace();
      if (trace.own === undefined) return undefined;
      look = { beat, trace, flow: rt.flow() };
      return JSON.stringify(rt.findings.preview(loopBlocked as never, evidence(look, blockedMs, false)));
    },
  });
}

function evidence(look: Look, blockedMs: number, over: boolean): Evidence {
  const where = look.trace.own;
  const by = where === undefined ? '' : ` by ${where.function === '' ? 'top-level code' : where.function}`;
  return {
    message: `The event loop ${over ? 'stood still' : 'has stood still'} for ${over ? '' : 'over '}${Math.round(blockedMs)} ms${by} in flow "${look.flow.name}".`,
    sites: { blocked: look.trace.site(look.flow) },
    flows: [look.flow],
    severity: blockedMs >= 1_000 ? 'error' : 'warning',
  };
}
