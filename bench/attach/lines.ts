import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { attachTo } from '../../src/hub/index.ts';
import { attachedPath } from '../../src/own-files.ts';
import { parseRunOptions } from '../../src/wire/protocol/index.ts';
import { lineOf } from '../gates/marks.ts';
import { type BenchOptions, type Row, row } from '../measure.ts';

const main = resolve(import.meta.dirname, '../../dist/main.js');
const program = join(import.meta.dirname, 'passes.mjs');
const line = `passes.mjs:${lineOf(program, 'pass')}`;
const session = ['--match', 'header:x-user=ann', '--max-rate', '1000000'];
const bare = 'the same line without Eddy';

/** A line by each mechanism, passed by flows that are meant and that are not; and how long it takes to come and to go. */
export async function lines({ node, quick, say }: BenchOptions): Promise<Row[]> {
  const ways = ['gate', 'live-edit', 'inspector'] as const;
  const took = {
    bare: [] as number[],
    idle: record(['gate', 'attached']),
    miss: record(ways),
    hit: record(ways),
    attach: [] as number[],
    detach: [] as number[],
  };
  for (let run = 0; run < (quick ? 1 : 5); run++) {
    say(`lines by mechanism, run ${run + 1} …`);
    const alone = await start(node, [program]);
    try {
      took.bare.push(await alone.pass(100_000));
      const idle = await attach(alone.pid, []);
      took.idle.attached.push(await alone.pass(100_000));
      await idle.detach();
      for (const [way, flag] of [
        ['inspector', '--snap'],
        ['live-edit', '--hold'],
      ] as const) {
        const came = performance.now();
        const attached = await attach(alone.pid, [flag, line, ...session]);
        took.attach.push(performance.now() - came);
        await attached.bound;
        took.miss[way].push(await alone.pass(way === 'inspector' ? 1_000 : 100_000));
        if (way === 'inspector') took.hit[way].push(await alone.pass(200, 'ann'));
        const goes = performance.now();
        await attached.detach();
        took.detach.push(performance.now() - goes);
      }
    } finally {
      await alone.end();
    }
    const closed = await start(process.execPath, [main, 'run', '--quiet', program]);
    try {
      took.idle.gate.push(await closed.pass(100_000));
    } finally {
      await closed.end();
    }
    const gated = await start(process.execPath, [main, 'run', '--quiet', '--snap', line, ...session, program]);
    try {
      took.miss.gate.push(await gated.pass(100_000));
      took.hit.gate.push(await gated.pass(1_000, 'ann'));
    } finally {
      await gated.end();
    }
  }
  const rows = [
    row('attach-line-idle-gate', 'a pass by a gate that nobody asked for', 'µs', bare, took.idle.gate, took.bare),
    row(
      'attach-line-idle-attached',
      'a pass where nothing is bound, attached',
      'µs',
      bare,
      took.idle.attached,
      took.bare,
    ),
    ...ways.map(way =>
      row(`attach-line-miss-${way}`, `a pass of another flow, by ${way}`, 'µs', bare, took.miss[way], took.bare),
    ),
  ];
  for (const way of ['gate', 'inspector'] as const)
    rows.push(
      row(
        `attach-line-hit-${way}`,
        `a snap of the flow that is meant, by ${way}`,
        'µs',
        bare,
        took.hit[way],
        took.bare,
      ),
    );
  rows.push(
    row(
      'attach-time',
      'eddy attach PID, until the program has reported in',
      'ms',
      'leaving it again',
      took.attach,
      took.detach,
    ),
  );
  return rows;
}

function record<W extends string>(ways: readonly W[]): Record<W, number[]> {
  return Object.fromEntries(ways.map(way => [way, [] as number[]])) as Record<W, number[]>;
}

async function attach(pid: number, words: readonly string[]) {
  const bound = Promise.withResolvers<void>();
  const attached = await attachTo({
    to: { pid },
    words: 'bench',
    cwd: import.meta.dirname,
    options: parseRunOptions(words).options,
    program: attachedPath(),
    yes: false,
    signal: new AbortController().signal,
    tell: () => {},
    onFinding: () => {},
    onSessionEvent: ({ kind, data }) => {
      if (kind === 'probe-bound') bound.resolve();
      if (kind === 'probe-refused') bound.reject(new Error(String(data.reason)));
    },
  });
  return { bound: bound.promise, detach: attached.detach };
}

async function start(command: string, words: readonly string[]) {
  const own = command === process.execPath ? [] : ['--inspect-port=0'];
  const child: ChildProcess = spawn(command, [...own, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [text] = (await once(child.stdout!, 'data')) as [Buffer];
  const port = /port (\d+)/.exec(String(text))?.[1];
  return {
    pid: child.pid as number,
    async pass(passes: number, user = 'bob'): Promise<number> {
      const answer = await fetch(`http://127.0.0.1:${port}/${passes}`, { headers: { 'x-user': user } });
      return Number(await answer.text());
    },
    async end(): Promise<void> {
      const over = once(child, 'exit');
      child.kill('SIGTERM');
      await over;
    },
  };
}
