// What an editor changes while something stands at it.
import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Driven } from '../conformance/dap/driven.ts';
import { eddyNode } from '../conformance/dap/eddy.ts';
import { lineOf, root } from '../launch/index.ts';
import { asCustomer, shop, startEditor } from './editor-client.ts';

const sum = join(root, 'test/targets/dap/sum.cjs');

test('a condition that is changed while its line stands: the next time is its own', async t => {
  const editor = await startEditor(t);
  await editor.begin('launch', { program: sum });
  const [first] = await editor.set(sum, ['loop']);
  await editor.client.configurationDoneRequest();
  const { threadId, hitBreakpointIds } = await editor.stopped();
  deepEqual(hitBreakpointIds, [first?.id]);
  const [changed] = await editor.set(sum, [{ mark: 'loop', condition: 'i === 1' }]);
  equal((await editor.verified(changed)).line, lineOf(sum, 'loop'));
  await editor.client.continueRequest({ threadId });
  deepEqual((await editor.stopped()).hitBreakpointIds, [changed?.id]);
  const { id: frameId } = await editor.frame(threadId);
  equal((await editor.client.evaluateRequest({ expression: 'i', frameId })).body.result, '1');
  await editor.client.continueRequest({ threadId });
  await editor.said(/total 10\n/);
  await editor.next('exited');
});

test('where a flow cannot be held the process stops: verified once, and the first flow is met', async t => {
  const editor = await startEditor(t);
  await editor.launch({ match: 'header:x-user=ann' }, ['price']);
  const port = await editor.port();
  const answer = asCustomer(port, 'ann');
  const stopped = await editor.stopped();
  deepEqual([stopped.reason, stopped.allThreadsStopped], ['breakpoint', true]);
  equal((await editor.frame(stopped.threadId)).line, lineOf(shop, 'price'));
  deepEqual(
    editor.events.filter(one => one.event === 'breakpoint').map(({ body }) => body.breakpoint.verified),
    [true],
  );
  await editor.set(shop, []);
  await editor.client.continueRequest({ threadId: stopped.threadId });
  await answer;
});

test('a breakpoint that is taken away while a child process stands there lets it stand', async t => {
  const on = await Driven.open(t, eddyNode);
  await on.breakAt('child', 'child');
  await on.launch('parent');
  await on.stop();
  await on.client.removeBreakpoint(on.file('child'), on.line('child', 'child'));
  equal(await on.value('twice'), '42');
  equal(on.output.includes('twice 42'), false);
  await on.client.continueExecution();
  await on.says('child ended 0');
});
