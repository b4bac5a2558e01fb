// An editor that is not ours launches a program, and does in it what editors do.
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { lineOf } from '../launch/index.ts';
import { asCustomer, shop, startEditor } from './editor-client.ts';

const ann = { session: 'ann', match: 'header:x-user=ann' };

test('one flow is held as a thread of its own; the others are served meanwhile', async t => {
  const editor = await startEditor(t);
  const [asked] = await editor.launch(ann, ['add']);
  equal(asked?.verified, false);
  const { body } = await editor.next('breakpoint');
  deepEqual([body.breakpoint.id, body.breakpoint.verified], [asked?.id, true]);
  const port = await editor.port();
  const held = asCustomer(port, 'ann');
  const stopped = await editor.stopped();
  deepEqual([stopped.reason, stopped.allThreadsStopped, stopped.hitBreakpointIds], ['breakpoint', false, [asked?.id]]);
  const others = await Promise.all(Array.from({ length: 20 }, (_, at) => asCustomer(port, `bob${at}`)));
  equal(others.length, 20);
  const { threads } = (await editor.client.threadsRequest()).body;
  const own = threads.find(({ id }) => id === stopped.threadId);
  match(own?.name ?? '', /^GET \/ \(/);
  match(threads.find(({ id }) => id !== stopped.threadId)?.name ?? '', /^main thread of \d+ \(shop\.mjs\)$/);
  // The main thread runs: it has no stack to show.
  const main = threads.find(({ id }) => id !== stopped.threadId) as DebugProtocol.Thread;
  deepEqual((await editor.client.stackTraceRequest({ threadId: main.id })).body.stackFrames, []);
  const { stackFrames } = (await editor.client.stackTraceRequest({ threadId: stopped.threadId })).body;
  deepEqual(
    stackFrames.map(({ name, line, presentationHint }) => [name, line, presentationHint]),
    [
      ['buy', lineOf(shop, 'add'), undefined],
      ['— awaited by —', 0, 'label'],
      ['await in (anonymous)', lineOf(shop, 'answer') - 1, undefined],
    ],
  );
  await editor.set(shop, []);
  // Taken away while its flow stands there: it stands until it is told to go on.
  equal((await editor.frame(stopped.threadId)).line, lineOf(shop, 'add'));
  const { body: went } = await editor.client.continueRequest({ threadId: stopped.threadId });
  equal(went.allThreadsContinued, false);
  deepEqual(JSON.parse(await held), { user: 'ann', total: 70, known: 250 });
  const { body: gone } = await editor.next('thread', ({ reason }: { reason: string }) => reason === 'exited');
  equal(gone.threadId, stopped.threadId);
});

test('a breakpoint alone stops the process; steps stay in the function; names are read, set and evaluated', async t => {
  const editor = await startEditor(t);
  await editor.launch({}, ['before']);
  const port = await editor.port();
  const answer = asCustomer(port, 'eve');
  const { threadId, reason, allThreadsStopped } = await editor.stopped();
  deepEqual([reason, allThreadsStopped], ['breakpoint', true]);
  const names = await editor.scope(threadId, 'Local');
  deepEqual(
    names.slice(0, 3).map(({ name, value }) => [name, value]),
    [
      ['user', '"eve"'],
      ['total', '70'],
      ['cart', '{user: "eve", items: (2) ["tea", "milk"], card: {number: "none", secret: [redacted: key]}}'],
    ],
  );
  const list = names.find(({ name }) => name === 'list') as DebugProtocol.Variable;
  match(list.value, /^\(250\) \[\{id: 0, name: "item 0"\}, .*…$/);
  equal(list.indexedVariables, 250);
  const page = await editor.open(list.variablesReference, { filter: 'indexed', start: 120, count: 3 });
  deepEqual(
    page.map(({ name, value, evaluateName }) => [name, value, evaluateName]),
    [120, 121, 122].map(at => [String(at), `{id: ${at}, name: "item ${at}"}`, `list[${at}]`]),
  );
  equal((await editor.open(list.variablesReference)).length, 250);
  const [first] = page as [DebugProtocol.Variable];
  deepEqual(
    (await editor.open(first.variablesReference)).map(({ name, value }) => [name, value]),
    [
      ['id', '120'],
      ['name', '"item 120"'],
    ],
  );
  const { id: frameId } = await editor.frame(threadId);
  const evaluate = async (expression: string, context: string) =>
    (await editor.client.evaluateRequest({ expression, context, frameId })).body;
  equal((await evaluate('total + 1', 'watch')).result, '71');
  equal((await evaluate('cart.items', 'hover')).result, '(2) ["tea", "milk"]');
  match(
    await editor.refusal('evaluate', { expression: 'cart.items.pop()', context: 'hover', frameId }),
    /is not evaluated by looking at it/,
  );
  equal((await evaluate('cart.card.secret', 'repl')).result, '[redacted: key]');
  const { scopes } = (await editor.client.scopesRequest({ frameId })).body;
  const local = scopes[0]?.variablesReference as number;
  const set = await editor.client.setVariableRequest({ variablesReference: local, name: 'total', value: '1000' });
  equal(set.body.value, '1000');
  await editor.client.customRequest('setExpression', { expression: 'cart.items', value: '[]', frameId });
  equal((await evaluate('cart.items.length', 'watch')).result, '0');
  const completions = await editor.client.completionsRequest({ frameId, text: 'cart.i', column: 7 });
  deepEqual(
    completions.body.targets.map(({ label }) => label),
    ['items'],
  );
  await editor.client.nextRequest({ threadId });
  const after = await editor.stopped();
  deepEqual([after.reason, after.threadId], ['step', threadId]);
  equal((await editor.frame(threadId)).line, lineOf(shop, 'return'));
  await editor.client.stepOutRequest({ threadId });
  equal((await editor.stopped()).reason, 'step');
  equal((await editor.frame(threadId)).line, lineOf(shop, 'answer'));
  const { body } = await editor.client.continueRequest({ threadId });
  equal(body.allThreadsContinued, true);
  equal(JSON.parse(await answer).total, 1000);
});

test('conditions, hit counts and log points', async t => {
  const editor = await startEditor(t);
  const marks = [
    { mark: 'add', condition: "user === 'eve'", hitCondition: '%2' },
    { mark: 'return', logMessage: 'total of {user} is {total}' },
    { mark: 'wait', hitCondition: 'often' },
  ];
  const [, , unread] = await editor.launch({ mode: 'hold' }, marks);
  deepEqual([unread?.verified, /The hit condition "often" cannot be read/.test(unread?.message ?? '')], [false, true]);
  const port = await editor.port();
  await asCustomer(port, 'bob');
  match((await editor.said(/total of .*/))[0], /^total of bob is 70$/);
  const answer = asCustomer(port, 'eve');
  const { threadId } = await editor.stopped();
  // The second time that the condition held.
  equal((await editor.scope(threadId, 'Local')).find(({ name }) => name === 'item')?.value, '"milk"');
  await editor.client.continueRequest({ threadId });
  await answer;
  const said = await editor.said(/total of eve.*/);
  equal(said[0], 'total of eve is 70');
});

test('a line that no flow can be held at says so, and where it would do; with a matcher alone it stops', async t => {
  const editor = await startEditor(t);
  const [refused] = await editor.launch({ mode: 'hold' }, ['price']);
  const { body } = await editor.next('breakpoint');
  equal(body.breakpoint.id, refused?.id);
  equal(body.breakpoint.verified, false);
  match(body.breakpoint.message, /price is not async.*Lines near it that would do: /);
  await editor.client.disconnectRequest({});
  const other = await startEditor(t);
  await other.launch(ann, ['price']);
  const { body: bound } = await other.next('breakpoint', ({ breakpoint }: { breakpoint: DebugProtocol.Breakpoint }) => {
    return breakpoint.verified;
  });
  match(bound.breakpoint.message, /^It stops the whole process: price is not async/);
  const port = await other.port();
  equal(JSON.parse(await asCustomer(port, 'bob')).total, 70);
  const held = rejects(asCustomer(port, 'ann'));
  const { threadId, allThreadsStopped } = await other.stopped();
  equal(allThreadsStopped, true);
  ok((await other.scope(threadId, 'Local')).some(({ name, value }) => name === 'base' && value === '30'));
  await other.client.disconnectRequest({ terminateDebuggee: true });
  await held;
});

test('errors where they are thrown', async t => {
  const editor = await startEditor(t);
  await editor.begin('launch', { program: shop });
  await editor.client.setExceptionBreakpointsRequest({
    filters: [],
    filterOptions: [{ filterId: 'throw', condition: 'TypeError' }],
  });
  await editor.client.configurationDoneRequest();
  const port = await editor.port();
  const answer = asCustomer(port, 'eve', '/refuse');
  const { threadId, reason } = await editor.stopped();
  equal(reason, 'exception');
  equal((await editor.frame(threadId)).line, lineOf(shop, 'throw'));
  const info = (await editor.client.exceptionInfoRequest({ threadId })).body;
  deepEqual([info.exceptionId, info.description, info.breakMode], ['TypeError', 'no eve', 'always']);
  match(info.details?.stackTrace ?? '', /^TypeError: no eve\n/);
  await editor.client.continueRequest({ threadId });
  equal(await answer, 'TypeError: no eve');
});

test('stop on entry, the end and its status; restart', async t => {
  const editor = await startEditor(t);
  await editor.launch({ stopOnEntry: true });
  const { threadId, reason } = await editor.stopped();
  deepEqual([reason, (await editor.frame(threadId)).line], ['entry', 1]);
  await editor.client.continueRequest({ threadId });
  const port = await editor.port();
  await editor.client.restartRequest({ arguments: { program: shop, args: ['again'] } as object });
  editor.output = '';
  const next = await editor.port();
  equal(JSON.parse(await asCustomer(next, 'eve')).total, 70);
  await rejects(asCustomer(port, 'eve'));
  await editor.client.terminateRequest();
  await editor.next('exited');
  await editor.next('terminated');
});

test('what cannot be started is told before anything runs', async t => {
  const editor = await startEditor(t);
  await editor.client.initializeRequest();
  match(await editor.refusal('launch', { program: '/nowhere/shop.mjs' }), /nowhere\/shop\.mjs/);
  match(await editor.refusal('launch', {}), /which program/);
  match(await editor.refusal('launch', { program: shop, match: 'colour:red' }), /nothing to match by/);
  match(await editor.refusal('launch', { program: shop, mode: 'freeze' }), /neither hold nor stop/);
  match(await editor.refusal('threads', undefined), /First comes launch or attach/);
  match(await editor.refusal('stepBack', { threadId: 1 }), /"stepBack" is not known here/);
});
