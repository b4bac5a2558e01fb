import type { AskV8 } from './call-frame.ts';
import { standingWord } from './inner-lines.ts';

const passes = 64;
const url = 'eddy:miss-cost';

/**
 * What a pass of a flow that is not meant costs at a standing line, in microseconds: measured in this thread, by a function
 * of ours with such a line that nobody is meant at. Some milliseconds; undefined where V8 did not let it be measured.
 */
export function measureMiss(ask: AskV8, now: () => number): number | undefined {
  const key = 'eddy.calibrate.1';
  const hold = `globalThis["${key}"]`;
  // What was kept from its turn meanwhile says nothing: the middle one counts.
  const middle = (all: readonly number[]) => [...all].sort((a, b) => a - b)[all.length >> 1]!;
  let call: ((passes: number, now: () => number) => number[]) | undefined;
  const put = (given: typeof call) => {
    call = given;
  };
  Object.defineProperty(globalThis, key, { configurable: true, value: put });
  try {
    const body =
      'const all=[];for(let at=0;at<passes;at++){const from=now();\nvoid at;\nall.push(now()-from)}return all';
    const expression = `${hold}((passes,now)=>{${body}})\n//# sourceURL=${url}`;
    ask('Runtime.evaluate', { expression, silent: true, returnByValue: true });
    const bare = call?.(passes, now);
    // Number 0 is nobody's: the same way as any miss goes.
    const made = ask<{ breakpointId: string; locations: readonly unknown[] }>('Debugger.setBreakpointByUrl', {
      url,
      lineNumber: 1,
      condition: `globalThis["${standingWord}"](0)`,
    });
    if (made === undefined || call === undefined || bare === undefined) return undefined;
    try {
      if (made.locations.length === 0) return undefined;
      // The first compiles.
      call(2, now);
      return Math.max(0, (middle(call(passes, now)) - middle(bare)) * 1000);
    } finally {
      ask('Debugger.removeBreakpoint', { breakpointId: made.breakpointId });
    }
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
}
