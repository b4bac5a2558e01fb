import { AsyncDebugClient } from '../../src/wire/dap/client/index.ts';
import { lineOf } from '../../test/launch/index.ts';
import type { OpenMeasurable } from './adapters.ts';
import { measureMemory } from './memory.ts';
import { pidThatItSays } from './one-session.ts';

const programs = 5;

export interface Several {
  open(): Promise<OpenMeasurable>;
  readonly launch: Readonly<Record<string, unknown>>;
  readonly program: string;
}

/** What each program beyond the first takes of the debugger's memory, in MB: all of one server, each at its breakpoint. */
export async function memoryOfOneMore({ open, launch, program }: Several): Promise<number> {
  const server = await open();
  const clients: AsyncDebugClient[] = [];
  const pids: number[] = [];
  const figures: number[] = [];
  try {
    for (let at = 0; at < programs; at++) {
      const client = new AsyncDebugClient(server.place, { initialize: { adapterID: 'pwa-node' } });
      clients.push(client);
      await client.connect();
      const pid = pidThatItSays(client);
      await client.setBreakpoint(program, lineOf(program, 'stop'));
      const stopped = client.waitFor('stopped');
      await client.launch({ ...launch, ...server.more });
      await stopped;
      await client.getStackTrace();
      pids.push(await pid);
      figures.push(measureMemory(server.pid ?? 0, pids).debugger);
    }
    for (const client of clients) await client.terminate();
  } finally {
    await Promise.all(clients.map(client => client.disconnect()));
    await server.close();
  }
  return ((figures.at(-1) as number) - (figures[0] as number)) / (programs - 1);
}
