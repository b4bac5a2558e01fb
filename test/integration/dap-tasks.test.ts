// Plain debugpy, driven by our client: what asyncio itself knows of tasks is enough to stop one of them and to look at all.
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { isEddyError } from '../../src/base/index.ts';
import { AsyncDebugClient } from '../../src/wire/dap/client/index.ts';
import { debianPython, lineOf, root, withoutDebugpy } from '../launch/index.ts';

const file = join(root, 'test/targets/dap/tasks.py');
const skip = withoutDebugpy();

function debugpy(): AsyncDebugClient {
  return new AsyncDebugClient({ command: debianPython, args: ['-m', 'debugpy.adapter'], name: 'debugpy' });
}

const launch = { program: file, python: [debianPython, '-Xfrozen_modules=off'], console: 'internalConsole' };

test('six tasks, a breakpoint for one: only it stops, each time it comes there', { skip }, async () => {
  await using client = debugpy();
  await client.connect();
  const place = lineOf(file, 'count');
  equal((await client.setAsyncBreakpoint(file, place, { task: 'task-4', condition: 'i < 2' })).verified, false);
  await client.launch(launch);
  equal(client.listBreakpoints()[0]?.verified, true);
  const stops: string[] = [];
  for (const _ of [1, 2]) {
    await client.waitForStop();
    stops.push((await client.evaluateExpression('(name, i)')).result);
    await client.continueExecution();
  }
  deepEqual(stops, ["('w4', 0)", "('w4', 1)"]);
  await rejects(client.waitForStop(), error => isEddyError(error, 'closed') && /is over/.test(error.message));
});

test('all tasks and their stacks, across their awaits, while one is stopped', { skip }, async () => {
  await using client = debugpy();
  await client.connect();
  await client.setBreakpoint(file, lineOf(file, 'inner'), { condition: "name == 'w2'" });
  await client.launch(launch);
  await client.waitForStop();
  const tasks = await client.getCoroutineInfo();
  deepEqual(tasks.map(one => one.name).sort(), ['Task-1', ...[0, 1, 2, 3, 4, 5].map(n => `task-${n}`)]);
  deepEqual(
    tasks.filter(one => one.state === 'running').map(one => one.name),
    ['task-2'],
  );
  const own = await client.getAsyncStackTrace('task-2');
  deepEqual(
    own.frames.map(frame => [frame.function, frame.line]),
    [
      ['inner', lineOf(file, 'inner')],
      ['work', lineOf(file, 'count') - 1],
    ],
  );
  const other = await client.getAsyncStackTrace('task-5');
  ok(other.frames.every(frame => frame.state === 'waiting'));
  match(other.frames.map(frame => frame.function).join(), /inner,work$/);
  await rejects(client.getAsyncStackTrace('task-9'), /No task is named "task-9".*task-0/);
  await client.removeBreakpoint(file, lineOf(file, 'inner'));
  await client.continueExecution();
  await rejects(client.getCoroutineInfo(), /only while something is stopped|is over|not connected/);
});
