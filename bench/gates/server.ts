import { join } from 'node:path';
import { type BenchOptions, type Row, row } from '../measure.ts';
import { Driver } from './driver.ts';
import { lineOf } from './marks.ts';
import { type Room, type Running, underEddy } from './room.ts';

const script = join(import.meta.dirname, 'server.mjs');

const probes = ['order', 'add'].flatMap(mark => ['--snap', `server.mjs:${lineOf(script, mark)}`]);
const kinds = {
  bare: [script],
  ungated: underEddy(['--no-gates'], script),
  gated: underEddy([], script),
  armed: underEddy([...probes, '--session', 'ann', '--match', 'header:x-user=ann'], script),
};
type Kind = keyof typeof kinds;
const order = Object.keys(kinds) as Kind[];

/** CPU of the whole server process for one request. Four servers stand beside each other and are driven in turn. */
export async function server(room: Room, { quick, say }: BenchOptions): Promise<Row[]> {
  const cpu: Record<Kind, number[]> = { bare: [], ungated: [], gated: [], armed: [] };
  // A process settles for good into what its optimiser chose: several of each.
  for (let run = 0; run < (quick ? 2 : 5); run++) {
    say(`server, run ${run + 1} …`);
    const servers = await Promise.all(order.map(async kind => ({ kind, at: await open(room, kind) })));
    for (const { at } of servers) await at.driver.drive(10_000);
    for (let block = 0; block < (quick ? 16 : 60); block++)
      // Each has each place in the row: what drifts falls on all alike.
      for (const { kind, at } of [...servers.slice(block % 4), ...servers.slice(0, block % 4)])
        cpu[kind].push(await requestCpu(at, 500));
    for (const { at } of servers) {
      at.driver.close();
      at.running.stdin.end('end\n');
      await at.running.ended;
    }
  }
  const what = 'CPU of one request, ten async calls';
  return [
    row('server-request', `${what}, with gates and activations`, 'µs', 'eddy run --no-gates', cpu.gated, cpu.ungated),
    row('server-request-bare', `${what}, with gates and activations`, 'µs', 'bare', cpu.gated, cpu.bare),
    row('server-request-ungated', `${what}, eddy run --no-gates`, 'µs', 'bare', cpu.ungated, cpu.bare),
    row(
      'server-request-armed',
      `${what}, two probes armed that no request matches`,
      'µs',
      'no probe armed',
      cpu.armed,
      cpu.gated,
    ),
  ];
}

interface Server {
  readonly running: Running;
  readonly driver: Driver;
}

async function open(room: Room, kind: Kind): Promise<Server> {
  const running = room.start(kinds[kind]);
  const { port } = JSON.parse(await running.line()) as { port: number };
  return { running, driver: await Driver.open(port) };
}

async function requestCpu({ running, driver }: Server, requests: number): Promise<number> {
  const look = async () => {
    running.stdin.write('look\n');
    return JSON.parse(await running.line()) as { cpuUs: number; served: number };
  };
  const before = await look();
  await driver.drive(requests);
  const after = await look();
  if (after.served - before.served !== requests) throw new Error(`It served ${after.served - before.served} requests.`);
  return (after.cpuUs - before.cpuUs) / requests;
}
