// What editors show as it comes: reasons that some of them show nowhere else, and the line that a caller waits at.
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from '../launch/index.ts';
import { asCustomer, shop, startEditor } from './editor-client.ts';

test('why a breakpoint cannot be is said as output, once', async t => {
  const editor = await startEditor(t);
  const cannot = { mark: 'price', mode: 'hold' };
  await editor.launch({}, [cannot]);
  const { body } = await editor.next('breakpoint', (one: { breakpoint: { reason?: string } }) => {
    return one.breakpoint.reason === 'failed';
  });
  equal(body.breakpoint.verified, false);
  await editor.said(/no breakpoint: .*\n/);
  await editor.set(shop, [cannot, 'return']);
  await editor.port();
  const said = `eddy: shop.mjs:${lineOf(shop, 'price')}: no breakpoint: ${body.breakpoint.message}\n`;
  equal(editor.output.split(said).length, 2);
});

test('a caller that has not come to its await yet is shown at the line of its call', async t => {
  const editor = await startEditor(t);
  await editor.launch({ session: 'ann', match: 'header:x-user=ann' }, ['wait']);
  const answer = asCustomer(await editor.port(), 'ann');
  const { threadId } = await editor.stopped();
  const { stackFrames } = (await editor.client.stackTraceRequest({ threadId })).body;
  deepEqual(
    stackFrames.map(({ name, line }) => [name, line]),
    [
      ['buy', lineOf(shop, 'wait')],
      ['— awaited by —', 0],
      ['await in (anonymous)', lineOf(shop, 'answer') - 1],
    ],
  );
  await editor.set(shop, []);
  await editor.client.continueRequest({ threadId });
  equal(JSON.parse(await answer).total, 70);
});
