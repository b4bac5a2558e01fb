import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type BenchOptions, type Row, row } from '../measure.ts';

const program = join(import.meta.dirname, 'sessions-program.ts');

/** Sessions opened and closed in process, with store and bus in memory; and what a thousand open ones take. */
export async function sessions({ node, quick, say }: BenchOptions): Promise<Row[]> {
  const measure = (what: string, count: number) =>
    Number(execFileSync(node, [program, what, `${count}`], { encoding: 'utf8' }));
  const rates: [number[], number[]] = [[], []];
  const bytes: [number[], number[]] = [[], []];
  for (let run = 0; run < (quick ? 2 : 5); run++) {
    say(`sessions, run ${run + 1} …`);
    rates[0].push(measure('sessions', quick ? 5000 : 50_000));
    rates[1].push(measure('bare', quick ? 5000 : 50_000));
    bytes[0].push(measure('sessionBytes', 1000) / 1e6);
    bytes[1].push(measure('bareBytes', 1000) / 1e6);
  }
  return [
    row(
      'session-rate',
      'sessions opened and closed, store and bus in memory',
      'a second',
      'an object and AsyncLocalStorage.run',
      ...rates,
    ),
    row('session-memory', '1,000 open sessions with a probe each', 'MB', '1,000 bare objects', ...bytes),
  ];
}
