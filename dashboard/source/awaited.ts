import type { TargetFlows } from '../../src/wire/protocol/index.ts';

/** What flows are at in one line, at the moment of a look. */
export interface LineFlows {
  readonly waiting: number;
  readonly held: number;
  readonly running: number;
}

/** By line of the file. Of each flow only where it is now: its callers wait elsewhere. */
export function flowsIn(file: string, targets: readonly TargetFlows[]): Map<number, LineFlows> {
  const lines = new Map<number, { waiting: number; held: number; running: number }>();
  for (const { activity } of targets) {
    for (const { activations } of activity?.flows ?? []) {
      for (const one of activations) {
        if (one.file !== file) continue;
        const counts = lines.get(one.line) ?? { waiting: 0, held: 0, running: 0 };
        counts[one.state === 'yielded' ? 'waiting' : one.state]++;
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
