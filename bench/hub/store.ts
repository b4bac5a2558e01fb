import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchOptions, type Row, row } from '../measure.ts';
import type { Appended, Replayed } from './store-program.ts';

const program = join(import.meta.dirname, 'store-program.ts');

/** Events into the store's file and out of it again, beside SQLite with nothing around it. */
export async function store({ node, quick, say }: BenchOptions): Promise<Row[]> {
  const count = quick ? 100_000 : 1_000_000;
  const folder = mkdtempSync(join(tmpdir(), 'eddy-bench-'));
  const result = <T>(...words: string[]): T => {
    const flags = ['--disable-warning=ExperimentalWarning', program, ...words];
    return JSON.parse(execFileSync(node, flags, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as T;
  };
  try {
    const appended: Appended[] = [];
    for (let run = 0; run < (quick ? 3 : 5); run++) {
      say(`store, append, run ${run + 1} …`);
      appended.push(result('append', join(folder, `append-${run}`), '200000'));
    }
    say(`store, ${count} events to replay …`);
    result('fill', join(folder, 'replay'), `${count}`);
    const replayed: Replayed[] = [];
    for (let run = 0; run < 3; run++) {
      say(`store, replay, run ${run + 1} …`);
      replayed.push(result('replay', join(folder, 'replay'), `${count}`));
    }
    const raw = 'node:sqlite alone, the same table, one transaction';
    return [
      row(
        'store-append',
        'events put until they are kept',
        'events/s',
        raw,
        appended.map(one => one.ours),
        appended.map(one => one.raw),
      ),
      row(
        'store-put',
        "the hub's thread, an event",
        'µs',
        'JSON.stringify of it',
        appended.map(one => one.putMicros),
        appended.map(one => one.jsonMicros),
      ),
      row(
        'store-replay',
        `${count} events read in pages`,
        's',
        'one SELECT of the same, each parsed',
        replayed.map(one => one.ours),
        replayed.map(one => one.raw),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
