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
    return resultOf('runtime', options.node, [
      ...micro(options),
      ...generators(options),
      ...requestFlow(options),
      ...startUp(options),
      ...(await server(options)),
    ]);
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
  const { ours, bare } = inTurn(quick ? 3 : 9, preloads =>
    number(node, [...preloads, join(here, 'generator-steps.mjs')]),
  );
  return [row('generator-step', 'one step of an async generator in for await', 'ns', 'bare', ours, bare)];
}

/** What Node tells on its diagnostics channels for a request, told by hand: the cost of the flow without a server's noise. */
function requestFlow({ node, quick, say }: BenchOptions): Row[] {
  say('request flows …');
  const { ours, bare } = inTurn(quick ? 3 : 9, preloads => number(node, [...preloads, join(here, 'request-flow.mjs')]));
  return [
    row(
      'request-flow',
      'start and finish of one request told on diagnostics channels',
      'ns',
      'the same, nobody asks',
      ours,
      bare,
    ),
  ];
}

/** Wall time of a program that does nothing. */
function startUp({ node, quick, say }: BenchOptions): Row[] {
  say('start-up …');
  const empty = join(here, 'empty.mjs');
  const took = (command: string[]) => {
    const from = performance.now();
    execFileSync(node, command, { env: { ...process.env, NODE_OPTIONS: '' }, stdio: 'ignore' });
    return performance.now() - from;
  };
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let pair = -1; pair < (quick ? 5 : 15); pair++) {
    const [b, a] = [took([empty]), took([eddy, 'run', '--quiet', empty])];
    if (pair < 0) continue;
    bare.push(b);
    ours.push(a);
  }
  return [row('start-up', 'eddy run of an empty program, start to end', 'ms', 'bare node', ours, bare)];
}

function inTurn(pairs: number, measure: (preloads: string[]) => number): { ours: number[]; bare: number[] } {
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair++) {
    bare.push(measure([]));
    ours.push(measure(['--require', preload]));
  }
  return { ours, bare };
}

function number(node: string, command: string[]): number {
  return Number(execFileSync(node, command, { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } }));
}

/** CPU of the whole server process for one request: five awaited functions, keep-alive connections. */
async function server({ node, quick, say }: BenchOptions): Promise<Row[]> {
  const kinds = {
    bare: { command: [join(here, 'server.mjs')], env: {} },
    als: { command: [join(here, 'server.mjs')], env: { BENCH_ALS: '1' } },
    eddy: { command: [eddy, 'run', '--quiet', join(here, 'server.mjs')], env: {} },
  };
  const cpu: Record<keyof typeof kinds, number[]> = { bare: [], als: [], eddy: [] };
  for (let round = 0; round < (quick ? 5 : 15); round++) {
    say(`server, round ${round + 1} …`);
    // Every second round the other way about: what drifts falls on all alike.
    const order = ['bare', 'als', 'eddy'] as const;
    for (const kind of round % 2 === 0 ? order : [...order].reverse()) {
      const { command, env } = kinds[kind];
      cpu[kind].push(await requestCpu(node, command, env, quick ? 8_000 : 20_000));
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
  await drive(port, 10_000);
  child.stdin.write('mark\n');
  const before = (await say()).cpuUs;
  await drive(port, requests);
  child.stdin.write('mark\n');
  const after = (await say()).cpuUs;
  child.stdin.end('end\n');
  await new Promise(resolve => child.on('close', resolve));
  return (after - before) / requests;
}
