// Says the ns that passing the marked line of passes.cjs takes: WAY is what stands in it.
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { flow } from 'eddy';
import { pass } from './passes.cjs';

const [way, count] = process.argv.slice(2);
const file = fileURLToPath(new URL('passes.cjs', import.meta.url));
const text = readFileSync(file, 'utf8');
const session = new Session();

// What each of them asks: whose flow is it?
globalThis.flows = new AsyncLocalStorage();
const question = 'flows.getStore() === "ann"';

async function openDebugger() {
  if (Number(process.versions.node.split('.')[0]) >= 26) setFlagsFromString('--inspector-live-edit');
  session.connect();
  let id;
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (params.url.endsWith('/passes.cjs')) id = params.scriptId;
  });
  await session.post('Debugger.enable');
  return id;
}

if (way === 'breakpoint') {
  await openDebugger();
  const lineNumber = text.split('\n').findIndex(line => line.endsWith('// @pass'));
  const where = { urlRegex: '/passes\\.cjs$', lineNumber, condition: question };
  const { locations } = await session.post('Debugger.setBreakpointByUrl', where);
  if (locations.length !== 1) throw new Error('The breakpoint was not set.');
} else if (way === 'live-edit') {
  const scriptId = await openDebugger();
  const scriptSource = text.replace('sum += at;', `if (${question}) debugger; sum += at;`);
  const { status } = await session.post('Debugger.setScriptSource', { scriptId, scriptSource });
  if (status !== undefined && status !== 'Ok') throw new Error(`The source was not set: ${status}`);
}

async function block() {
  const from = performance.now();
  await pass(Number(count));
  return ((performance.now() - from) * 1e6) / Number(count);
}

await flow('bob', () =>
  globalThis.flows.run('bob', async () => {
    const blocks = [];
    for (let at = 0; at < 12; at++) blocks.push(await block());
    console.log(JSON.stringify(blocks.slice(2).sort((a, b) => a - b)[5]));
  }),
);
process.exit(0);
