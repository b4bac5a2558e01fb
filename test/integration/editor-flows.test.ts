// What only a debugger of flows can be asked: pause of one flow, whole stacks, breakpoints of a flow, a program in a terminal.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { openHub } from '../../src/doors/client/index.ts';
import { lineOf, until } from '../launch/index.ts';
import { asCustomer, type Editor, ownPlace, shop, startEditor } from './editor-client.ts';

const ann = { session: 'ann', match: 'header:x-user=ann' };

async function held(
  t: TestContext,
  given: object = ann,
  place = ownPlace(t),
): Promise<{ editor: Editor; port: number; threadId: number; answer: Promise<string> }> {
  const editor = await startEditor(t, place);
  await editor.launch(given, ['add']);
  const port = await editor.port();
  const answer = asCustomer(port, 'ann');
  const { threadId } = await editor.stopped();
  await editor.set(shop, []);
  return { editor, port, threadId, answer };
}

test('a flow is paused where it comes to next; the others run on', async t => {
  const editor = await startEditor(t);
  await editor.launch({ ...ann, program: shop, args: ['slow'] }, []);
  const port = await editor.port();
  const answer = asCustomer(port, 'ann', '/slow');
  // The flow is bound: it becomes a thread when the editor looks.
  let threadId: number | undefined;
  while (threadId === undefined) {
    const { threads } = (await editor.client.threadsRequest()).body;
    threadId = threads.find(({ name }) => name.startsWith('GET /slow'))?.id;
  }
  const { stackFrames } = (await editor.client.stackTraceRequest({ threadId })).body;
  ok(stackFrames.some(({ name }) => name === 'await in browse'));
  await editor.client.pauseRequest({ threadId });
  const stopped = await editor.stopped();
  deepEqual([stopped.threadId, stopped.reason, stopped.allThreadsStopped], [threadId, 'pause', false]);
  equal(JSON.parse(await asCustomer(port, 'bob')).total, 70);
  await editor.client.nextRequest({ threadId });
  equal((await editor.stopped()).reason, 'step');
  await editor.client.continueRequest({ threadId });
  await asCustomer(port, 'bob', '/enough');
  match(await answer, /^\d+ looks$/);
});

test('the process is paused where any of it comes to next', async t => {
  const editor = await startEditor(t);
  await editor.launch({}, []);
  const port = await editor.port();
  const answer = asCustomer(port, 'eve', '/slow');
  const { body } = await editor.next('thread');
  let isThere = false;
  while (!isThere) {
    const { flows } = await activity(editor);
    isThere = flows.some(({ name }) => name.startsWith('GET /slow'));
  }
  await editor.client.pauseRequest({ threadId: body.threadId });
  const stopped = await editor.stopped();
  deepEqual([stopped.reason, stopped.allThreadsStopped], ['pause', true]);
  equal((await editor.frame(stopped.threadId)).name, 'browse');
  await editor.client.continueRequest({ threadId: stopped.threadId });
  await asCustomer(port, 'bob', '/enough');
  match(await answer, /^\d+ looks$/);
});

test('activity and stacks of flows, paged', async t => {
  const { editor, port, threadId, answer } = await held(t);
  const all = await activity(editor);
  const own = all.flows.find(one => one.threadId === threadId);
  deepEqual([own?.state, own?.name], ['held', 'GET /']);
  ok(all.totalFlows >= 2);
  equal((await activity(editor, { start: 1, count: 1 })).flows.length, 1);
  const stack = await ask<FlowStack>(editor, 'eddy/flowStack', { flow: own?.id });
  deepEqual(
    stack.frames.map(({ function: name, state }) => [name, state]),
    [
      ['buy', 'held'],
      ['', 'waiting'],
    ],
  );
  const [top] = stack.frames;
  ok((await editor.client.scopesRequest({ frameId: top?.frameId as number })).body.scopes.length >= 2);
  equal((await ask<FlowStack>(editor, 'eddy/flowStack', { flow: 'GET /', startFrame: 1 })).frames.length, 1);
  match(await editor.refusal('eddy/flowStack', { flow: 'nobody' }), /There is no flow "nobody"/);
  await editor.client.continueRequest({ threadId });
  await answer;
  equal(JSON.parse(await asCustomer(port, 'bob')).total, 70);
});

test('a breakpoint of one flow alone', async t => {
  const place = ownPlace(t);
  const { editor, port, threadId, answer } = await held(t, { mode: 'hold' }, place);
  const hub = await openHub(undefined, 'test', [place.env.TMPDIR as string]);
  place.before(() => hub.close());
  // An answer waits a second for the program; the hub knows what came of it then.
  const made = async (id: string) => {
    const [probe] = await until(async () => {
      const { sessions } = await hub.ask('sessions', { withoutEvents: true });
      const own = sessions.find(({ name, closedAt }) => name === id && closedAt === undefined);
      return own?.probes.some(one => one.bindings.length > 0) ? own.probes : undefined;
    });
    return [probe?.bindings[0]?.state, probe?.spec.kind, probe?.bindings[0]?.mechanism];
  };
  const { flows } = await activity(editor);
  const own = flows.find(one => one.threadId === threadId);
  const file = shop;
  const set = await ask<FlowBreakpoint>(editor, 'eddy/setBreakpoint', {
    file,
    line: lineOf(shop, 'before'),
    flow: own?.id,
  });
  equal(set.kind, 'hold');
  deepEqual(await made(set.id), ['bound', 'hold', 'gate']);
  equal(JSON.parse(await asCustomer(port, 'bob')).total, 70);
  await editor.client.continueRequest({ threadId });
  const stopped = await editor.stopped();
  equal(stopped.threadId, threadId);
  equal((await editor.frame(threadId)).line, lineOf(shop, 'before'));
  await ask(editor, 'eddy/removeBreakpoint', { id: set.id });
  // Who holds it is gone, so it goes on.
  equal(JSON.parse(await answer).total, 70);
  const sync = await ask<FlowBreakpoint>(editor, 'eddy/setBreakpoint', { file, line: lineOf(shop, 'price') });
  equal(sync.kind, 'stop');
  deepEqual((await made(sync.id)).slice(0, 2), ['bound', 'stop']);
  match(await editor.refusal('eddy/setBreakpoint', { file, line: 1, flow: 'a', task: 'b' }), /not of both/);
});

test('a program in a terminal of the editor', async t => {
  const place = ownPlace(t);
  const editor = await startEditor(t, place);
  editor.onReverse('runInTerminal', ({ arguments: given }) => {
    const { args, cwd, env } = given as { args: string[]; cwd: string; env: Record<string, string> };
    equal(JSON.stringify(args).includes('TOKEN'), false);
    const child = spawn(args[0] as string, args.slice(1), { cwd, env: { ...place.env, ...env } });
    child.stdout.on('data', text => {
      editor.output += text;
      editor.client.emit('output');
    });
    const ended = once(child, 'exit');
    place.before(async () => {
      child.kill();
      await ended;
    });
    return { processId: child.pid };
  });
  await editor.launch({ console: 'integratedTerminal', mode: 'hold', env: { COLOUR: 'red' } }, ['add']);
  const port = await editor.port();
  const answer = asCustomer(port, 'eve');
  const { threadId } = await editor.stopped();
  equal((await editor.frame(threadId)).line, lineOf(shop, 'add'));
  await editor.set(shop, []);
  await editor.client.continueRequest({ threadId });
  equal(JSON.parse(await answer).total, 70);
  await editor.client.disconnectRequest({});
});

interface FlowStack {
  readonly frames: readonly { readonly function: string; readonly state: string; readonly frameId?: number }[];
}

interface FlowBreakpoint {
  readonly id: string;
  readonly verified: boolean;
  readonly kind: string;
  readonly mechanism?: string;
}

interface Activity {
  readonly totalFlows: number;
  readonly flows: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: string;
    readonly threadId?: number;
  }[];
}

function activity(editor: Editor, given: object = {}): Promise<Activity> {
  return ask(editor, 'eddy/activity', given);
}

async function ask<T>(editor: Editor, command: string, given: object): Promise<T> {
  return (await editor.client.customRequest(command, given)).body as T;
}
