// A Python program, by the same door: only the task that is meant is stopped at, and the process pauses with it.
import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { debianPython, root, withoutDebugpy } from '../launch/index.ts';
import { startEditor } from './editor-client.ts';

const jobs = join(root, 'test/targets/editor/jobs.py');
const line =
  readFileSync(jobs, 'utf8')
    .split('\n')
    .findIndex(one => one.includes('# @add')) + 1;

test('one task is stopped, looked into, changed, and steps in itself', { skip: withoutDebugpy() }, async t => {
  const editor = await startEditor(t);
  await editor.begin('launch', { program: jobs, python: debianPython, session: 'one', match: 'task:job-1' });
  await editor.client.setBreakpointsRequest({ source: { path: jobs }, breakpoints: [{ line }] });
  await editor.client.configurationDoneRequest();
  const { threadId, reason, allThreadsStopped } = await editor.stopped();
  deepEqual([reason, allThreadsStopped], ['breakpoint', true]);
  equal((await editor.frame(threadId)).line, line);
  const names = await editor.scope(threadId, 'Local');
  equal(names.find(({ name }) => name === 'number')?.value, '1');
  const order = names.find(({ name }) => name === 'order');
  deepEqual(
    (await editor.open(order?.variablesReference as number)).map(({ name, evaluateName }) => [name, evaluateName]),
    [
      ['number', 'order["number"]'],
      ['items', 'order["items"]'],
    ],
  );
  const { id: frameId } = await editor.frame(threadId);
  const sum = await editor.client.evaluateRequest({ expression: 'sum(order["items"])', context: 'watch', frameId });
  equal(sum.body.result, '6');
  // No expression of Python, but what is typed to change a value.
  for (const value of ['5', '0']) {
    const set = await editor.client.evaluateRequest({ expression: `total = ${value}`, context: 'repl', frameId });
    equal(set.body.result, value);
    equal((await editor.scope(threadId, 'Local')).find(({ name }) => name === 'total')?.value, value);
  }
  await editor.client.nextRequest({ threadId });
  equal((await editor.stopped()).reason, 'step');
  equal((await editor.scope(threadId, 'Local')).find(({ name }) => name === 'number')?.value, '1');
  await editor.client.setBreakpointsRequest({ source: { path: jobs }, breakpoints: [] });
  await editor.client.continueRequest({ threadId });
  await editor.said(/totals \[6, 6, 6\]/);
  equal((await editor.next('exited')).body.exitCode, 0);
});
