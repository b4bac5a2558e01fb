// Measures in a process of its own: what it is told to on its command line. Prints one number.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RemoteDebugger } from '../../src/hub/debugger/index.ts';
import { MemoryBus } from '../../src/hub/session/index.ts';
import { MemoryStore } from '../../src/hub/store/memory/index.ts';

const [what, count] = [process.argv[2], Number(process.argv[3])];
const open = () => new RemoteDebugger({ store: new MemoryStore({ maxBytes: 64_000_000 }), bus: new MemoryBus() });

async function perSecond(one: (at: number) => Promise<unknown>): Promise<number> {
  for (let at = 0; at < count / 10; at++) await one(at);
  const from = process.hrtime.bigint();
  for (let at = 0; at < count; at++) await one(at);
  return (count * 1e9) / Number(process.hrtime.bigint() - from);
}

/** Bytes of the heap after so many were made and kept. */
async function bytesOf(make: (at: number) => unknown): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Code, caches and first entries are not what is measured.
  const kept: unknown[] = [await make(-1)];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < count; at++) kept.push(await make(at));
  collect();
  return process.memoryUsage().heapUsed - before + (kept.length > count ? 0 : Number.NaN);
}

const measures: Readonly<Record<string, () => Promise<number>>> = {
  async sessions() {
    const remote = open();
    return perSecond(at => remote.debugSession(`n${at}`, {}, async () => at));
  },
  async bare() {
    const current = new AsyncLocalStorage<object>();
    return perSecond(async at => current.run({ name: `n${at}`, metadata: {} }, async () => at));
  },
  sessionBytes() {
    const remote = new RemoteDebugger({ store: new MemoryStore({ maxBytes: 64_000_000 }) });
    return bytesOf(async at => {
      const session = await remote.openSession(`n${at}`, { match: [`header:x-user=n${at}`] });
      await session.run(() => remote.setBreakpoint('shop.ts', 42, { kind: 'snap' }));
      return session;
    });
  },
  bareBytes: () => bytesOf(at => ({ name: `n${at}`, metadata: {} })),
};

console.log(await measures[what!]!());
