/** bench/runtime: what tracking costs, each beside the bare equivalent in the same run. */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Bench, type BenchOptions, type Row, resultOf, row } from '../measure.ts';
import { drive } from './drive.ts';

const here = import.meta.dirname;
const preload = join(here, '../../dist/register.cjs');
const eddy = join(here, '../../dist/main.js');

export const runtimeBench: Bench = {
  name: 'runtime',
  about: 'flows, tasks, scopes, locks, generators, and a server under eddy run',
  async run(options) {
    return resultOf('runtime', options.node, [...micro(options), ...generators(options), ...(await server(options))]);
  },
};

/** Blocks of bare and tracked calls in turn, in one process. */
function micro({ node, quick, say }: BenchOptions): Row[] {
  say('single calls …');
  const text = execFileSync(node, ['--expose-gc', join(here, 'micro.mjs'), quick ? '5' : '15'], { encoding: 'utf8' });
  const cases = JSON.parse(text) as {
    id: string;
    what: string;
    unit: string;
    against: string;
    ours: number[];
    reference: number[];
  }[];
  return cases.map(one => row(one.id, one.what, one.unit, one.against, one.ours, one.reference));
}

/** The watched prototype belongs to a whole process: pairs of processes, bare and watched in turn. */
function generators({ node, quick, say }: BenchOptions): Row[] {
  say('generator steps …');
  const ours: number[] = [];
  const bare: number[] = [];
  const step = (env: NodeJS.ProcessEnv) =>
    Number(
      execFileSync(node, [join(here, 'generator-steps.mjs')], { encoding: 'utf8', env: { ...process.env, ...env } }),
    );
  for (let pair = 0; pair < (quick ? 3 : 7); pair++) {
    bare.push(step({ NODE_OPTIONS: '' }));
    ours.push(step({ NODE_OPTIONS: `--require ${preload}` }));
  }
  return [row('generator-step', 'one step of an async generator in for await', 'ns', 'bare', ours, bare)];
}

/** CPU of the whole server process for one request: five awaited functions, keep-alive connections. */
async function server({ node, quick, say }: BenchOptions): Promise<Row[]> {
  const kinds = {
    bare: { command: [join(here, 'server.mjs')], env: {} },
    als: { command: [join(here, 'server.mjs')], env: { BENCH_ALS: '1' } },
    eddy: { command: [eddy, 'run', '--quiet', join(here, 'server.mjs')], env: {} },
  };
  const cpu: Record<keyof typeof kinds, number[]> = { bare: [], als: [], eddy: [] };
  for (let round = 0; round < (quick ? 3 : 9); round++) {
    say(`server, round ${round + 1} …`);
    for (const kind of ['bare', 'als', 'eddy'] as const) {
      const { command, env } = kinds[kind];
      cpu[kind].push(await requestCpu(node, command, env, quick ? 5_000 : 15_000));
    }
  }
  return [
    row('server-request', 'CPU of one request under eddy run, five awaits', 'µs', 'bare', cpu.eddy, cpu.bare),
    row(
      'server-request-als',
      'CPU of one request with one AsyncLocalStorage and no Eddy',
      'µs',
      'bare',
      cpu.als,
      cpu.bare,
    ),
  ];
}

async function requestCpu(node: string, command: string[], env: NodeJS.ProcessEnv, requests: number): Promise<number> {
  const child = spawn(node, command, {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const say = async () => JSON.parse((await lines.next()).value as string) as { port: number; cpuUs: number };
  const { port } = await say();
  await drive(port, 3_000);
  child.stdin.write('mark\n');
  const before = (await say()).cpuUs;
  await drive(port, requests);
  child.stdin.write('mark\n');
  const after = (await say()).cpuUs;
  child.stdin.end('end\n');
  await new Promise(resolve => child.on('close', resolve));
  return (after - before) / requests;
}
