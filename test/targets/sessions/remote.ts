// A program that debugs another one: sets a breakpoint in a session of its own, waits for a hit, and then stays.
import { openHub } from '../../../src/doors/client/index.ts';
import { RemoteDebugger } from '../../../src/hub/debugger/index.ts';

const [pid, folder, line] = process.argv.slice(2) as [string, string, string];
const hub = await openHub(pid, 'remote', [folder]);
const remote = new RemoteDebugger({ desk: hub });
await remote.debugSession('killed', { match: ['header:x-user=ann'] }, async () => {
  const { verified } = await remote.setBreakpoint('many.mjs', Number(line), { withinMs: 20_000 });
  console.log(`set ${verified}`);
  await remote.waitFor('held', { after: 0 });
  console.log('held');
  await hub.ended;
});
