/** bench/python: what the agent costs a Python program, beside the same program bare and in the same run. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bench, type BenchOptions, type Row, resultOf, row } from '../measure.ts';
import { withDebugpyAlone } from './debugpy-alone.ts';
import { type BenchHub, openBenchHub } from './hub.ts';

const debian = '/usr/bin/python3';
const python = existsSync(debian) ? debian : 'python3';

interface Measured {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly events: boolean;
  /** One figure of one run. */
  measure(env: Record<string, string>): Promise<number>;
  /** The same with what is measured; absent: with the agent in its environment alone. */
  readonly instead?: () => Promise<number>;
}

const said = (program: string, rounds: number) => async (env: Record<string, string>) =>
  Number(await start([program, `${rounds}`], env));

const all: readonly Measured[] = [
  {
    id: 'python-churn',
    what: 'a task that is made, yields once and is awaited',
    unit: 'µs CPU',
    events: false,
    measure: said('churn.py', 10),
  },
  {
    id: 'python-churn-events',
    what: 'the same, with every event told (--events)',
    unit: 'µs CPU',
    events: true,
    measure: said('churn.py', 10),
  },
  {
    id: 'python-echo',
    what: 'a request to a server of asyncio streams, answered in a task, and its client',
    unit: 'µs CPU',
    events: false,
    measure: said('echo.py', 6),
  },
  {
    id: 'python-churn-debugpy',
    what: 'the task again, while debugpy is attached because of a probe at another line',
    unit: 'µs CPU',
    events: false,
    measure: said('churn.py', 5),
    instead: () => withProbe('churn.py', 5),
  },
  {
    id: 'python-churn-debugpy-alone',
    what: 'the task under debugpy without Eddy, with a breakpoint at another line: `ours` is debugpy',
    unit: 'µs CPU',
    events: false,
    measure: said('churn.py', 5),
    instead: () => alone('churn.py', 5),
  },
  {
    id: 'python-echo-debugpy',
    what: 'the request again, while debugpy is attached because of a probe at another line',
    unit: 'µs CPU',
    events: false,
    measure: said('echo.py', 4),
    instead: () => withProbe('echo.py', 4),
  },
  {
    id: 'python-echo-debugpy-alone',
    what: 'the request under debugpy without Eddy, with a breakpoint at another line: `ours` is debugpy',
    unit: 'µs CPU',
    events: false,
    measure: said('echo.py', 4),
    instead: () => alone('echo.py', 4),
  },
  {
    id: 'python-start',
    what: 'start and end of an empty program',
    unit: 'ms CPU',
    events: false,
    measure: spent('start.py'),
  },
  {
    id: 'python-start-asyncio',
    what: 'start and end of one that runs asyncio once',
    unit: 'ms CPU',
    events: false,
    measure: spent('start_asyncio.py'),
  },
];

export const pythonBench: Bench = {
  name: 'python',
  about: 'what the agent costs a Python program: tasks, requests, start',
  async run(options) {
    const hub = await openBenchHub();
    try {
      const rows: Row[] = [];
      for (const one of all) rows.push(await measure(one, hub, options));
      return resultOf('python', options.node, rows);
    } finally {
      hub.close();
    }
  },
};

async function measure(one: Measured, hub: BenchHub, { quick, say }: BenchOptions): Promise<Row> {
  const { id, what, unit, events } = one;
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < (quick ? 3 : 9); pair++) {
    // In turns, so that a busy moment of the machine meets both.
    const first = pair % 2 === 0;
    if (first) bare.push(await one.measure({}));
    ours.push(await (one.instead?.() ?? one.measure(hub.environment(events))));
    if (!first) bare.push(await one.measure({}));
  }
  say(`${id}: ${ours.map(one => one.toFixed(1)).join(' ')} against ${bare.map(one => one.toFixed(1)).join(' ')}`);
  return row(id, what, unit, 'bare', ours, bare);
}

function spent(program: string): (env: Record<string, string>) => Promise<number> {
  return async env => Number(await start(['-I', 'spent.py', join(import.meta.dirname, program)], env));
}

/** Under `eddy run`, with a probe at the line that says the figure. */
async function withProbe(program: string, rounds: number): Promise<number> {
  const { file, line } = saysAt(program);
  const eddy = resolve(import.meta.dirname, '../../dist/main.js');
  const words = ['run', '--quiet', '--no-prompt', '--snap', `${file}:${line}`, python, file, `${rounds}`];
  return Number(await output(process.execPath, [eddy, ...words], process.env));
}

async function alone(program: string, rounds: number): Promise<number> {
  const { file, line } = saysAt(program);
  return Number(await withDebugpyAlone(python, file, line, [`${rounds}`]));
}

function saysAt(program: string): { readonly file: string; readonly line: number } {
  const file = join(import.meta.dirname, program);
  const lines = readFileSync(file, 'utf8').split('\n');
  return { file, line: lines.findIndex(text => text.trim().startsWith('print(')) + 1 };
}

/** The first word that is no option names a program of this folder. */
async function start(words: readonly string[], env: Record<string, string>): Promise<string> {
  const at = words.findIndex(word => !word.startsWith('-'));
  const all = words.with(at, join(import.meta.dirname, words[at]!));
  return output(python, all, { ...process.env, PYTHONPATH: '', ...env });
}

/** What it wrote. The hub of this process hears it meanwhile. */
async function output(command: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(command, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  for await (const text of child.stdout.setEncoding('utf8')) out += text;
  const { promise, resolve } = Promise.withResolvers<number | null>();
  if (child.exitCode !== null) resolve(child.exitCode);
  else child.once('exit', resolve);
  const status = await promise;
  if (status !== 0) throw new Error(`${words[0]} ended with ${status}.`);
  return out;
}
