// For tests.
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { TraceLine } from './trace-lines.ts';

/** What every trace must be: each begin has its end in the right order, and no track's time steps back. */
export function mustBeSound(lines: readonly TraceLine[]): void {
  const times = new Map<string, number>();
  const stacks = new Map<string, string[]>();
  const asyncs = new Map<string, string>();
  for (const line of lines) {
    ok(Number.isSafeInteger(line.pid) && Number.isSafeInteger(line.tid) && line.name !== '', JSON.stringify(line));
    if (line.ph === 'M') continue;
    const track = `${line.pid} ${line.tid}`;
    ok(Number.isSafeInteger(line.ts) && line.ts >= (times.get(track) ?? 0), JSON.stringify(line));
    times.set(track, line.ts);
    const stack = stacks.get(track) ?? [];
    stacks.set(track, stack);
    if (line.ph === 'B') stack.push(line.name);
    if (line.ph === 'E') equal(stack.pop(), line.name);
    if (line.ph === 'b') {
      equal(asyncs.has(`${line.cat} ${line.id}`), false);
      asyncs.set(`${line.cat} ${line.id}`, line.name);
    }
    if (line.ph === 'e') {
      equal(asyncs.get(`${line.cat} ${line.id}`), line.name);
      asyncs.delete(`${line.cat} ${line.id}`);
    }
  }
  deepEqual([...stacks.values()].flat(), []);
  deepEqual([...asyncs.values()], []);
}
