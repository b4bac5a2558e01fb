// Flows by our own client over our own server: looked at while they run, and one of them stopped.
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { isEddyError } from '../../src/base/index.ts';
import { AsyncDebugClient } from '../../src/wire/dap/client/index.ts';
import { eddy, lineOf, root } from '../launch/index.ts';

const program = join(root, 'test/targets/dap/jobs.mjs');
const line = lineOf(program, 'step');

test('flows are looked at while they run; a breakpoint for one task holds it alone', async () => {
  await using client = new AsyncDebugClient({ command: process.execPath, args: [eddy, 'dap'], name: 'eddy' });
  await client.connect();
  // The program writes before its keeper has said hello: only then is there somebody to ask.
  const known = client.waitFor('thread');
  const ready = client.waitFor('output', { where: ({ body }) => body.output.includes('ready') });
  await client.launch({ program });
  await Promise.all([known, ready]);

  const flows = await client.getCoroutineInfo();
  const byName = new Map(flows.map(flow => [flow.name, flow]));
  const amy = byName.get('amy');
  deepEqual([amy?.kind, byName.get('bob')?.kind], ['task', 'task']);
  const looked = await client.getAsyncStackTrace(amy?.id ?? '');
  equal(looked.flow.name, 'amy');
  match(looked.frames.map(frame => frame.function).join(), /job/);
  equal((await client.getAsyncStackTrace('bob')).flow.id, byName.get('bob')?.id);
  await rejects(client.getAsyncStackTrace('eve'), error => isEddyError(error, 'unknown-id'));

  const set = await client.setAsyncBreakpoint(program, line, { task: 'bob', kind: 'hold' });
  deepEqual([set.verified, set.boundLine], [true, line]);
  const stop = await client.waitForStop();
  equal(stop.allThreadsStopped, false);
  const [frame] = await client.getStackTrace({ threadId: stop.threadId });
  deepEqual([frame?.name, frame?.line], ['step', line]);
  const locals = await client.getVariables({ threadId: stop.threadId });
  equal(locals.find(one => one.name === 'name')?.value.replaceAll('"', "'"), "'bob'");
  // The other one runs on meanwhile.
  const states = await client.getCoroutineInfo();
  deepEqual(
    states.filter(flow => flow.state === 'held').map(flow => flow.name),
    ['bob'],
  );
  ok(await client.removeBreakpoint(program, line));
  equal(await client.removeBreakpoint(program, line), false);
});

test('a breakpoint that is taken away while something stands at it stops nobody again', async () => {
  await using client = new AsyncDebugClient({ command: process.execPath, args: [eddy, 'dap'], name: 'eddy' });
  await client.connect();
  const sum = join(root, 'test/targets/dap/sum.cjs');
  const stops: unknown[] = [];
  const following = (async () => {
    for await (const { event } of client.events({ events: ['stopped', 'terminated'] })) {
      if (event === 'terminated') return;
      stops.push(event);
    }
  })();
  await client.setBreakpoint(sum, lineOf(sum, 'add'));
  await client.launch({ program: sum });
  await client.waitForStop();
  await client.removeBreakpoint(sum, lineOf(sum, 'add'));
  await client.continueExecution();
  // It comes to that line four times more.
  await following;
  equal(stops.length, 1);
});
