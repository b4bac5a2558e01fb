import { type Flow, type Frame, isUsers, type Runtime, Trace } from '../core/index.ts';
import { runBefore } from './replace.ts';

interface AbortCall {
  readonly trace: Trace;
  readonly flow: Flow;
}

export interface AbortLog {
  /** The newest call of `abort()` on a line of these frames. */
  callAt(frames: readonly Frame[]): { readonly frames: readonly Frame[]; readonly flow: Flow } | undefined;
}

const maxCalls = 64;
const keptForMs = 5_000;

/**
 * Remembers the latest calls of `AbortController.abort`, and their flows. Abort listeners run beneath that call, so no
 * frame of ours may be there; which reason was made in which call is told by its stack.
 */
export function watchAborts(rt: Runtime): AbortLog {
  const calls: AbortCall[] = [];
  let isTimed = false;
  const noted = () => {
    if (calls.length >= maxCalls) calls.shift();
    calls.push({ trace: new Trace(noted), flow: rt.flow() });
    rt.onMoment?.({ on: 'abort', subject: {} });
    if (isTimed) return;
    isTimed = true;
    // A trace that nobody read holds on to the objects of its frames.
    rt.clock.after(keptForMs, () => {
      isTimed = false;
      calls.length = 0;
    });
  };
  const found = Object.getOwnPropertyDescriptor(AbortController.prototype, 'abort');
  if (typeof found?.value === 'function' && found.configurable === true)
    Object.defineProperty(AbortController.prototype, 'abort', {
      ...found,
      value: runBefore(found.value, () => rt.guard('aborts', noted)),
    });
  return {
    callAt(frames) {
      const own = frames.find(isUsers);
      if (own === undefined) return undefined;
      for (const call of calls.toReversed()) {
        const at = call.trace.own;
        if (at?.file === own.file && at.line === own.line) return { frames: call.trace.frames, flow: call.flow };
      }
      return undefined;
    },
  };
}
