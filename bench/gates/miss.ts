import { join } from 'node:path';
import { type BenchOptions, type Row, row } from '../measure.ts';
import { lineOf } from './marks.ts';
import { type Room, underEddy } from './room.ts';

const script = join(import.meta.dirname, 'miss.mjs');
const line = lineOf(join(import.meta.dirname, 'passes.cjs'), 'pass');
const probe = ['--snap', `passes.cjs:${line}`, '--session', 'ann', '--match', 'header:x-user=ann'];

const ways = {
  armed: { words: underEddy(probe, script), passes: 1_000_000 },
  unarmed: { words: underEddy([], script), passes: 1_000_000 },
  breakpoint: { words: [script], passes: 1_000 },
  'live-edit': { words: [script], passes: 1_000_000 },
};
type Way = keyof typeof ways;

/** A line with a probe, passed by a flow that it does not mean. */
export async function miss(room: Room, { quick, say }: BenchOptions): Promise<Row[]> {
  const took: Record<Way, number[]> = { armed: [], unarmed: [], breakpoint: [], 'live-edit': [] };
  for (let run = 0; run < (quick ? 3 : 9); run++) {
    say(`armed miss, run ${run + 1} …`);
    for (const way of Object.keys(ways) as Way[]) {
      const { words, passes } = ways[way];
      took[way].push(await room.result<number>([...words, way, `${passes}`]));
    }
  }
  const what = 'passing a line whose probe means another flow';
  return [
    row('armed-miss', what, 'ns', 'the inspector’s conditional breakpoint', took.armed, took.breakpoint),
    row(
      'armed-miss-live-edit',
      what,
      'ns',
      'a guard put in by Debugger.setScriptSource',
      took.armed,
      took['live-edit'],
    ),
    row('armed-miss-unarmed', what, 'ns', 'the same line, no probe set', took.armed, took.unarmed),
  ];
}
