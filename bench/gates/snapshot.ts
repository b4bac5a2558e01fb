import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchOptions, type Row, row } from '../measure.ts';
import { lineOf } from './marks.ts';
import { type Room, underEddy } from './room.ts';

const script = join(import.meta.dirname, 'snapshot.mjs');
const place = `snapshot.mjs:${lineOf(script, 'look')}`;

interface Taken {
  readonly p50: number;
  readonly p99: number;
  readonly calls: number;
}

/** The inspector reads the list of the locals alone, or, as we do, the objects in them too. */
const references = [
  { id: 'snapshot', depth: 3, against: 'inspector pause and getProperties to depth 3' },
  { id: 'snapshot-shallow', depth: 0, against: 'inspector pause and one getProperties' },
];

/** Stack and ten locals to depth 3, taken and sent by the program itself, beside a pause in which its locals are read. */
export async function snapshot(room: Room, { quick, say }: BenchOptions): Promise<Row[]> {
  const report = join(room.folder, 'snapshot.json');
  const ours: Taken[] = [];
  const pauses = references.map((): Taken[] => []);
  for (let run = 0; run < (quick ? 3 : 7); run++) {
    say(`snapshot, run ${run + 1} …`);
    const options = ['--snap', place, '--max-rate', '1000000', '--report', report];
    const taken = await room.result<Taken>(underEddy(options, script, quick ? '1000' : '3000'));
    mustBeWhole(report, taken.calls);
    ours.push(taken);
    for (const [at, { depth }] of references.entries())
      pauses[at]!.push(await room.result<Taken>([script, quick ? '200' : '600', `${depth}`]));
  }
  return references.flatMap(({ id, against }, at) =>
    (['p50', 'p99'] as const).map(part =>
      row(
        `${id}-${part}`,
        `a snapshot of stack and ten locals at depth 3, ${part}`,
        'µs',
        against,
        ours.map(one => one[part]),
        pauses[at]!.map(one => one[part]),
      ),
    ),
  );
}

/** A snapshot that was let go costs less than one that was sent. */
function mustBeWhole(report: string, calls: number): void {
  const { sessions, dropped } = JSON.parse(readFileSync(report, 'utf8')) as {
    sessions: unknown;
    dropped: unknown;
  };
  const hits = Number(/"snaps":(\d+)/.exec(JSON.stringify(sessions))?.[1]);
  if (hits !== calls || /[1-9]/.test(JSON.stringify(dropped)))
    throw new Error(`${hits} of ${calls} snapshots, dropped ${JSON.stringify(dropped)}.`);
}
