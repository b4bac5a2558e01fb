import { AsyncDebugClient } from '../../src/wire/dap/client/index.ts';
import { lineOf } from '../../test/launch/index.ts';
import type { Measurable } from './adapters.ts';
import { measureMemory } from './memory.ts';

/** What one session took: times in ms, memory in MB. */
export interface Took {
  /** From no adapter to one that has answered `initialize`. */
  readonly start: number[];
  /** From `launch` to the first stop. */
  readonly firstStop: number[];
  /** Stack, scopes and the variables of the first of these. */
  readonly look: number[];
  /** From the word to continue to the next stop. */
  readonly next: number[];
  /** Of the debugger's processes, without the program. */
  readonly memory: number[];
  /** Of these and of the program. */
  readonly memoryAll: number[];
}

export function tookNothing(): Took {
  return { start: [], firstStop: [], look: [], next: [], memory: [], memoryAll: [] };
}

/** One adapter, one program, so many stops. */
export async function oneSession(of: Measurable, program: string, stops: number, took: Took): Promise<void> {
  const from = performance.now();
  const adapter = await of.open();
  const client = new AsyncDebugClient(adapter.place, { initialize: { adapterID: 'pwa-node' } });
  try {
    await client.connect();
    took.start.push(performance.now() - from);
    const programPid = pidThatItSays(client);
    await client.setBreakpoint(program, lineOf(program, 'stop'));
    const asked = performance.now();
    const stopped = client.waitFor('stopped');
    await client.launch(of.launch);
    await stopped;
    took.firstStop.push(performance.now() - asked);
    for (let at = 0; at < stops; at++) {
      took.look.push(await look(client));
      took.next.push(await next(client));
    }
    const adapterPid = adapter.pid ?? Number(/\(pid (\d+)\)/.exec(client.getConnectionInfo().peer ?? '')?.[1]);
    const memory = measureMemory(adapterPid, [await programPid]);
    took.memory.push(memory.debugger);
    took.memoryAll.push(memory.all);
    await client.terminate();
  } finally {
    await client.disconnect();
    await adapter.close();
  }
}

async function look(client: AsyncDebugClient): Promise<number> {
  const { session, threadId } = await client.waitForStop();
  const from = performance.now();
  const { stackFrames } = await client.request('stackTrace', { threadId, startFrame: 0, levels: 20 }, { session });
  const { scopes } = await client.request('scopes', { frameId: stackFrames[0]?.id ?? 0 }, { session });
  const { variables } = await client.request(
    'variables',
    { variablesReference: scopes[0]?.variablesReference ?? 0 },
    { session },
  );
  const took = performance.now() - from;
  if (!variables.some(one => one.name === 'order' || one.name === 'total'))
    throw new Error('The locals are not there.');
  return took;
}

async function next(client: AsyncDebugClient): Promise<number> {
  const { session, threadId } = await client.waitForStop();
  const stopped = client.waitFor('stopped');
  const from = performance.now();
  await Promise.all([client.request('continue', { threadId }, { session }), stopped]);
  return performance.now() - from;
}

/** Python writes a line in pieces. */
export async function pidThatItSays(client: AsyncDebugClient): Promise<number> {
  let said = '';
  for await (const { body } of client.events({ events: ['output'] })) {
    said += (body as { output: string }).output;
    const pid = /pid (\d+)\s/.exec(said)?.[1];
    if (pid !== undefined) return Number(pid);
  }
  throw new Error('The program did not say its pid.');
}
