import type { TargetFlows } from '../../src/wire/protocol/index.ts';

/** What flows are at in one line, at the moment of a look. */
export interface LineFlows {
  readonly waiting: number;
  readonly held: number;
  readonly running: number;
}

/** By line of the file. Of each flow only where it is now: its callers wait elsewhere. `stopped`: targets in which nothing runs now. */
export function flowsIn(
  file: string,
  targets: readonly TargetFlows[],
  stopped: ReadonlySet<string> = new Set(),
): Map<number, LineFlows> {
  const lines = new Map<number, { waiting: number; held: number; running: number }>();
  for (const { target, activity } of targets) {
    for (const { activations } of activity?.flows ?? []) {
      for (const one of activations) {
        if (one.file !== file) continue;
        const counts = lines.get(one.line) ?? { waiting: 0, held: 0, running: 0 };
        const state = one.state === 'running' && stopped.has(target) ? 'held' : one.state;
        counts[state === 'yielded' ? 'waiting' : state]++;
        lines.set(one.line, counts);
      }
    }
  }
  return lines;
}

export function sayFlows({ waiting, held, running }: LineFlows): string {
  const words = [
    held > 0 ? `${held} held` : '',
    waiting > 0 ? `${waiting} ${waiting === 1 ? 'waits' : 'wait'} here` : '',
    running > 0 ? `${running} ${running === 1 ? 'runs' : 'run'}` : '',
  ];
  return words.filter(word => word !== '').join(', ');
}
