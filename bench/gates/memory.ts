import { join } from 'node:path';
import { type BenchOptions, type Row, row } from '../measure.ts';
import { type Room, underEddy } from './room.ts';

const script = join(import.meta.dirname, 'memory.mjs');

/** Heap that one waiting call of an async function takes, with its record and without. */
export async function memory(room: Room, { quick, say }: BenchOptions): Promise<Row[]> {
  const bytes = { bare: [] as number[], ungated: [] as number[], gated: [] as number[] };
  for (let run = 0; run < (quick ? 2 : 5); run++) {
    say(`memory, run ${run + 1} …`);
    bytes.bare.push(await room.result<number>([script]));
    bytes.ungated.push(await room.result<number>(underEddy(['--no-gates'], script)));
    bytes.gated.push(await room.result<number>(underEddy([], script)));
  }
  const what = 'heap of one live call of an async function, of 100,000';
  return [
    row('activation-memory', what, 'B', 'eddy run --no-gates', bytes.gated, bytes.ungated),
    row('activation-memory-bare', what, 'B', 'bare', bytes.gated, bytes.bare),
  ];
}
