import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { UnpreparedDump } from '../../src/wire/protocol/index.ts';
import { type BenchOptions, median, type Row, row } from '../measure.ts';

const main = resolve(import.meta.dirname, '../../dist/main.js');
const program = join(import.meta.dirname, 'holds.mjs');
const byItself = 'v8.writeHeapSnapshot() by the program itself';

/** Calls that wait, and objects beside them. */
const sizes = [
  { id: '10', calls: 10, objects: 0 },
  { id: '10000', calls: 10_000, objects: 0 },
  { id: '10000-200k', calls: 10_000, objects: 200_000 },
  { id: '10-1m', calls: 10, objects: 1_000_000 },
] as const;

/** A process without Eddy, dumped: how long it stands still, and how long all of it takes. */
export async function dump({ node, quick, say }: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { id, calls, objects } of quick ? sizes.slice(0, 2) : sizes) {
    const took = { pause: [] as number[], look: [] as number[], all: [] as number[], memory: [] as number[] };
    const reference: number[] = [];
    const heap: number[] = [];
    for (let run = 0; run < (quick ? 1 : 3); run++) {
      say(`dump of ${calls} calls and ${objects} objects, run ${run + 1} …`);
      const one = await measureOnce(node, calls, objects);
      took.pause.push(one.dump.cost.pauseMs ?? Number.NaN);
      took.look.push(one.dump.cost.lookPauseMs ?? Number.NaN);
      took.memory.push(one.dump.cost.memoryBytes / 2 ** 20);
      took.all.push(one.tookMs);
      heap.push(one.dump.heap.usedBytes / 2 ** 20);
      reference.push(one.byItselfMs);
    }
    const megabytes = Math.round(median(heap));
    const of = `${calls} suspended requests${objects === 0 ? '' : ` and ${objects} objects`}, a heap of ${megabytes} MB`;
    rows.push(
      row(
        `attach-dump-pause-${id}`,
        `the loop stands still for the heap: ${of}`,
        'ms',
        byItself,
        took.pause,
        reference,
      ),
      row(
        `attach-dump-look-${id}`,
        `the loop stands still for one look, at most: ${of}`,
        'ms',
        byItself,
        took.look,
        reference,
      ),
      row(`attach-dump-time-${id}`, `eddy dump PID, from start to end: ${of}`, 'ms', byItself, took.all, reference),
      row(
        `attach-dump-memory-${id}`,
        `the program’s memory grows meanwhile: ${of}`,
        'MB',
        'its heap in use',
        took.memory,
        heap,
      ),
    );
  }
  return rows;
}

async function measureOnce(node: string, calls: number, objects: number) {
  const place = mkdtempSync(join(tmpdir(), 'eddy-bench-'));
  const bare = spawn(node, ['--inspect-port=0', program, String(calls), String(objects)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  try {
    await lineOf(bare, /ready/);
    const file = join(place, 'dump.json');
    const since = performance.now();
    const eddy = spawn(process.execPath, [main, 'dump', String(bare.pid), file, '--yes', '--samples', '2'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    eddy.stderr.setEncoding('utf8').on('data', text => {
      said += text;
    });
    const [status] = await once(eddy, 'close');
    const tookMs = performance.now() - since;
    if (status !== 0) throw new Error(`eddy dump ended with ${status}: ${said}`);
    bare.stdin.write('now\n');
    const [, byItselfMs] = await lineOf(bare, /took ([\d.]+)/);
    return { dump: JSON.parse(readFileSync(file, 'utf8')) as UnpreparedDump, tookMs, byItselfMs: Number(byItselfMs) };
  } finally {
    const over = once(bare, 'exit');
    bare.kill('SIGKILL');
    await over;
    rmSync(place, { recursive: true, force: true });
  }
}

function lineOf(child: ChildProcess, line: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', status => reject(new Error(`The program ended with ${status}.`)));
    child.stdout?.on('data', part => {
      text += part;
      const found = line.exec(text);
      if (found !== null) resolve(found);
    });
  });
}
