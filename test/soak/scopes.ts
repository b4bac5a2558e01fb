import { runtime } from '../../src/inside/runtime/core/index.ts';
import { scope, task } from '../../src/inside/runtime/index.ts';

/** Heap after the first tenth against heap at the end. */
export async function scopes(): Promise<boolean> {
  if (globalThis.gc === undefined) throw new Error('Start it with --expose-gc: npm run soak does.');
  const heapMb = () => {
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const scopeRounds = async (count: number) => {
    for (let at = 0; at < count; at++) await scope('one of many', {}, async () => {});
  };
  const taskRounds = async (count: number) => {
    for (let at = 0; at < count; at++) await task('one of many', async () => {});
  };
  await scopeRounds(100_000);
  await taskRounds(20_000);
  const before = heapMb();
  await scopeRounds(900_000);
  const afterScopes = heapMb();
  await taskRounds(180_000);
  const afterTasks = heapMb();
  console.log(
    `heap: ${before.toFixed(1)} MB, after 1,000,000 scopes ${afterScopes.toFixed(1)} MB, after 200,000 tasks ${afterTasks.toFixed(1)} MB`,
  );
  console.log(`still tracked as live: ${runtime().liveFlowCount} flows`);
  return afterTasks - before < 5 && runtime().liveFlowCount === 1;
}
