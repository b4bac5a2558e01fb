import type { SystemFigures } from '../../../wire/protocol/index.ts';
import type { Runtime } from '../core/index.ts';

/** As often as the heartbeat, so that both are one wake-up. */
const beatMs = 50;

/** The part `loop` of the report's system figures: this thread's event loop. One loop, an unref'd timer, as long as the thread. */
export function gaugeLoop(rt: Runtime): void {
  // Node's own histogram forgets, whenever it is reset, what goes on at that moment.
  let last = Number.NaN;
  let [count, sumMs, maxMs, worstDelayMs] = [0, 0, 0, 0];
  const look = () => {
    const now = rt.clock.monotonic();
    const lateMs = Math.max(0, now - last - beatMs);
    last = now;
    count++;
    sumMs += lateMs;
    maxMs = Math.max(maxMs, lateMs);
    worstDelayMs = Math.max(worstDelayMs, lateMs);
  };
  // While a program loads its loop does not turn, and is not late.
  rt.clock.after(1, () => {
    last = rt.clock.monotonic();
    rt.clock.every(beatMs, () => rt.guard('loop gauge', look));
  });
  rt.gauge('loop', (): NonNullable<SystemFigures['loop']> => {
    // Late now: who asks came before the look that was due.
    if (rt.clock.monotonic() - last > beatMs) look();
    const delay = { meanMs: count === 0 ? 0 : sumMs / count, maxMs };
    [count, sumMs, maxMs] = [0, 0, 0];
    const { active, idle } = performance.eventLoopUtilization();
    const cpu = (process as { threadCpuUsage?: typeof process.cpuUsage }).threadCpuUsage?.();
    return {
      activeMs: active,
      idleMs: idle,
      ...(cpu === undefined ? {} : { cpuMs: (cpu.user + cpu.system) / 1000 }),
      delay,
      worstDelayMs,
    };
  });
}
