// The conversation that VS Code has with a debug adapter, request by request in its order, kept as files. What is said beyond
// them fails. After a change that is meant: EDDY_GOLDEN=write node --test test/integration/editor-transcript.test.ts
import { equal } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { openHub } from '../../src/doors/client/index.ts';
import { debianPython, eddy, root, until, withoutDebugpy } from '../launch/index.ts';
import { asCustomer, isThere, type OwnPlace, ownPlace, pythonShop, shop, startEditor } from './editor-client.ts';
import { Transcript } from './transcript.ts';

const targets = join(root, 'test/targets/editor');
const parent = join(targets, 'parent.mjs');
const broken = join(targets, 'broken.mjs');
const crossed = join(root, 'test/targets/findings/scope-crossed.broken.mjs');

async function open(t: TestContext, name: string, place?: OwnPlace): Promise<Transcript> {
  return new Transcript(await startEditor(t, place), name);
}

/** Up to where the program listens, and its breakpoint is bound. Gives its port. */
async function listening(talk: Transcript): Promise<number> {
  await talk.events('process', 'thread', 'breakpoint');
  await talk.output('stdout', /\n/);
  await talk.ask('threads');
  return talk.editor.port();
}

/** It stops, is looked at and changed, goes on, and is ended. */
async function debugOnce(talk: Transcript, program: string): Promise<void> {
  const answer = asCustomer(await listening(talk), 'eve');
  const [stopped] = await talk.events('stopped');
  const threadId = stopped?.body.threadId as number;
  const { frameId, locals } = await talk.look(threadId);
  await talk.ask('evaluate', { expression: 'cart', frameId, context: 'hover' });
  await talk.ask('evaluate', { expression: 'total * 2', frameId, context: 'watch' });
  await talk.ask('setVariable', { variablesReference: locals, name: 'total', value: '7' });
  await talk.ask('next', { threadId });
  await talk.events('stopped');
  await talk.look(threadId);
  await talk.ask('continue', { threadId });
  equal(JSON.parse(await answer).total, 7);
  await talk.set(program, []);
  await talk.ask('terminate', { restart: false });
  await talk.output('console', /SIGTERM/);
  await talk.events('exited', 'terminated', 'thread');
  await talk.ask('disconnect', { restart: false });
  talk.end();
}

test('a classic breakpoint', async t => {
  const talk = await open(t, 'stop');
  await talk.begin({ program: shop, mark: 'before' });
  await debugOnce(talk, shop);
});

test('one flow is held', async t => {
  const talk = await open(t, 'hold');
  await talk.begin({ program: shop, mark: 'add', session: 'ann', match: 'header:x-user=ann' });
  const port = await listening(talk);
  const held = asCustomer(port, 'ann');
  const [stopped] = await talk.events('stopped', 'thread');
  const threadId = stopped?.body.threadId as number;
  equal(JSON.parse(await asCustomer(port, 'bob')).total, 70);
  const { frameId } = await talk.look(threadId);
  await talk.ask('evaluate', { expression: 'item.length', frameId, context: 'repl' });
  await talk.ask('stepIn', { threadId, granularity: 'statement' });
  await talk.events('stopped');
  await talk.set(shop, []);
  await talk.ask('continue', { threadId, singleThread: true });
  equal(JSON.parse(await held).total, 70);
  await talk.events('thread');
  await talk.ask('disconnect', { restart: false, terminateDebuggee: true });
  await talk.output('console', /SIGTERM/);
  await talk.events('exited', 'terminated', 'thread');
  talk.end();
});

test('a Python program', { skip: withoutDebugpy() }, async t => {
  const talk = await open(t, 'python');
  await talk.begin({ program: pythonShop, mark: 'before', python: debianPython });
  await debugOnce(talk, pythonShop);
});

test('a run that goes on', async t => {
  const place = ownPlace(t);
  const { child, port } = await startRun(place);
  const talk = await open(t, 'attach', place);
  await talk.begin({ request: 'attach', program: shop, mark: 'before', processId: child.pid });
  await talk.events('thread');
  await talk.ask('threads');
  const answer = asCustomer(port, 'eve');
  const [stopped] = await talk.events('stopped');
  const threadId = stopped?.body.threadId as number;
  await talk.look(threadId);
  await talk.ask('continue', { threadId });
  equal(JSON.parse(await answer).total, 70);
  const again = asCustomer(port, 'bob');
  await talk.events('stopped');
  // What stands goes on, and nothing of the editor's is left in it.
  await talk.ask('disconnect', { restart: false, terminateDebuggee: false });
  await talk.events('continued');
  equal(JSON.parse(await again).total, 70);
  equal(JSON.parse(await asCustomer(port, 'bob')).total, 70);
  equal(isThere(child.pid as number), true);
  talk.end();
});

/** `eddy run` on the shop, beside the editor. It ends before the place does. */
async function startRun(place: OwnPlace): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [eddy, 'run', '--quiet', '--no-prompt', shop], {
    env: place.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  place.before(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  for await (const line of createInterface(child.stdout)) return { child, port: Number(line.split(' ')[1]) };
  throw new Error('It ended before it listened.');
}

/** Until a target has the breakpoint: what its session is told when it asks sooner is a question of time. */
async function boundIn({ env, before }: OwnPlace, target: string): Promise<void> {
  const hub = await openHub(undefined, 'test', [env.TMPDIR as string]);
  before(() => hub.close());
  await until(async () => {
    const { sessions } = await hub.ask('sessions', { withoutEvents: true });
    const bindings = sessions.flatMap(({ probes }) => probes.flatMap(one => one.bindings));
    return bindings.some(one => one.target === target && one.state === 'bound') || undefined;
  });
}

test('a child process, in a session of its own', async t => {
  const place = ownPlace(t);
  const talk = await open(t, 'child', place);
  const asked = talk.reverse<{ configuration: Record<string, unknown> }>('startDebugging');
  await talk.begin({ program: parent, mark: 'job' });
  const answer = asCustomer(await listening(talk), 'eve');
  const { configuration } = await asked;
  await boundIn(place, String(configuration.target));
  const child = talk.child(await startEditor(t, place), 'child');
  await child.begin({ ...configuration, request: 'attach', program: parent, mark: 'job' });
  const [stopped] = await child.events('stopped', 'thread');
  const threadId = stopped?.body.threadId as number;
  await child.look(threadId);
  await child.ask('continue', { threadId });
  equal(await answer, 'size 5');
  await child.events('breakpoint', 'terminated', 'thread');
  await child.ask('disconnect', { restart: false });
  await talk.events('breakpoint', 'exited', 'terminated', 'thread');
  await talk.ask('disconnect', { restart: false });
  talk.end();
});

test('an error that nobody catches', async t => {
  const talk = await open(t, 'uncaught');
  await talk.begin({ program: broken, filters: { filterOptions: [{ filterId: 'uncaught' }] } });
  const [stopped] = await talk.events('stopped', 'breakpoint', 'process', 'thread');
  await talk.output('stdout', /3\n/);
  const threadId = stopped?.body.threadId as number;
  await talk.look(threadId);
  await talk.ask('exceptionInfo', { threadId });
  await talk.ask('continue', { threadId });
  await talk.output('console', /\n/);
  await talk.output('stderr', /Node\.js v.*\n/);
  await talk.events('breakpoint', 'exited', 'terminated', 'thread');
  await talk.ask('disconnect', { restart: false });
  talk.end();
});

test('a finding', async t => {
  const talk = await open(t, 'finding');
  const filterOptions = [{ filterId: 'finding', condition: 'scope-crossed' }];
  await talk.begin({ program: crossed, filters: { filterOptions } });
  const [stopped] = await talk.events('stopped', 'breakpoint', 'process', 'thread');
  const threadId = stopped?.body.threadId as number;
  await talk.look(threadId);
  await talk.ask('exceptionInfo', { threadId });
  await talk.ask('continue', { threadId });
  await talk.output('console', /\n/);
  await talk.events('breakpoint', 'exited', 'terminated', 'thread');
  await talk.ask('disconnect', { restart: false });
  talk.end();
});
