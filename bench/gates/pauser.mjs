// In a worker thread: an inspector session on the main thread. At each pause the local variables are read, and the objects
// in them down to DEPTH; then it goes on.
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { url, depth } = workerData;
const lineNumber = readFileSync(fileURLToPath(url), 'utf8')
  .split('\n')
  .findIndex(line => line.endsWith('// @look'));
// A session alone does not keep its thread.
setInterval(() => {}, 60_000);
const session = new Session();
session.connectToMainThread();
session.on('Debugger.paused', async ({ params }) => {
  if ((await read(params.callFrames[0].scopeChain[0].object, depth)) !== 10) throw new Error('These are not the ten.');
  await session.post('Debugger.resume');
});

async function read({ objectId }, levels) {
  const { result } = await session.post('Runtime.getProperties', { objectId, ownProperties: true });
  if (levels > 0)
    await Promise.all(
      result
        .filter(({ enumerable, value }) => enumerable && value?.type === 'object' && value.objectId !== undefined)
        .map(({ value }) => read(value, levels - 1)),
    );
  return result.length;
}

await session.post('Debugger.enable');
const { locations } = await session.post('Debugger.setBreakpointByUrl', { url, lineNumber });
if (locations.length !== 1) throw new Error('The breakpoint was not set.');
parentPort.postMessage('ready');
