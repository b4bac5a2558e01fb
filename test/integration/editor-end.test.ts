// However an editor ends, and whatever its program is at: nothing is left, and no flow is stranded.
import { equal, match, ok } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { debianPython, withoutDebugpy } from '../launch/index.ts';
import { allOver, familyOf } from '../launch/processes.ts';
import {
  asCustomer,
  dialEditor,
  type Editor,
  isThere,
  ownPlace,
  pythonShop,
  shop,
  startEditor,
  startRelayed,
  startServer,
} from './editor-client.ts';

const states = ['no target', 'running', 'stopped', 'held'] as const;
type State = (typeof states)[number];

/** Brings the program there. Gives its pid. */
async function bring(editor: Editor, state: State, given: object): Promise<number | undefined> {
  if (state === 'no target') {
    await editor.begin('launch', { program: shop, ...given });
    return undefined;
  }
  await editor.launch({ ...given, mode: state === 'held' ? 'hold' : 'stop' }, state === 'running' ? [] : ['add']);
  const port = await editor.port();
  if (state !== 'running') {
    // It is broken off with the program.
    asCustomer(port, 'eve').catch(() => {});
    await editor.stopped();
  }
  return (await editor.next('process')).body.systemProcessId as number;
}

const ends = {
  async disconnects(editor: Editor) {
    await editor.client.disconnectRequest({});
  },
  async terminates(editor: Editor, pid: number | undefined) {
    await editor.client.terminateRequest();
    if (pid !== undefined) await editor.next('exited');
    await editor.next('terminated');
    await editor.client.disconnectRequest({});
  },
} as const;

function leftIn(folder: string | undefined): string[] {
  return readdirSync(folder as string).filter(name => name.startsWith('eddy-') && !name.startsWith('eddy-hub-'));
}

for (const state of states) {
  for (const [how, end] of Object.entries(ends)) {
    test(`the editor ${how}: ${state}`, async t => {
      const place = ownPlace(t);
      const editor = await startEditor(t, place);
      const over = once(editor.child, 'exit');
      const pid = await bring(editor, state, {});
      await end(editor, pid);
      equal((await over)[0], 0);
      if (pid !== undefined) equal(isThere(pid), false);
      equal(leftIn(place.env.TMPDIR).length, 0);
    });
  }

  test(`the editor drops the line: ${state}`, async t => {
    const place = ownPlace(t);
    const editor = await startEditor(t, place);
    const over = once(editor.child, 'exit');
    const pid = await bring(editor, state, {});
    editor.child.stdin?.destroy();
    equal((await over)[0], 0);
    if (pid !== undefined) equal(isThere(pid), false);
    equal(leftIn(place.env.TMPDIR).length, 0);
  });

  test(`the editor is killed: ${state}`, async t => {
    const place = ownPlace(t);
    const { port, token } = await startServer(place);
    const editor = await dialEditor(port);
    const pid = await bring(editor, state, { token });
    editor.socket.resetAndDestroy();
    // The server stays: it is asked until what belonged to the editor has gone.
    while ((pid !== undefined && isThere(pid)) || leftIn(place.env.TMPDIR).length > 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    const next = await dialEditor(port);
    await next.launch({ token }, []);
    equal(JSON.parse(await asCustomer(await next.port(), 'eve')).total, 70);
    await next.client.disconnectRequest({});
  });
}

for (const said of ['launch', 'configurationDone', 'restart'] as const) {
  test(`the editor disconnects before ${said} was answered`, async t => {
    const place = ownPlace(t);
    const editor = await startEditor(t, place);
    const over = once(editor.child, 'exit');
    const { client } = editor;
    if (said === 'launch') await client.initializeRequest({ adapterID: 'eddy', pathFormat: 'path' });
    else if (said === 'restart') await editor.launch({}, []);
    else await editor.begin('launch', { program: shop });
    client.customRequest(said, said === 'launch' ? { program: shop } : {}).catch(() => {});
    await client.disconnectRequest({});
    equal((await over)[0], 0);
    const pids = editor.events.filter(({ event }) => event === 'process').map(({ body }) => body.systemProcessId);
    for (const pid of pids) equal(isThere(pid), false);
    equal(leftIn(place.env.TMPDIR).length, 0);
  });
}

test('of two launches at once one is refused, and nothing is left of either', async t => {
  const place = ownPlace(t);
  const editor = await startEditor(t, place);
  const over = once(editor.child, 'exit');
  await editor.client.initializeRequest({ adapterID: 'eddy', pathFormat: 'path' });
  const first = editor.client.customRequest('launch', { program: shop });
  match(await editor.refusal('launch', { program: shop }), /^This session (is being|has) begun already\.$/);
  await first;
  await editor.client.disconnectRequest({});
  equal((await over)[0], 0);
  equal(leftIn(place.env.TMPDIR).length, 0);
});

test('the server is told to end: its editors’ programs are ended first', async t => {
  const place = ownPlace(t);
  const { port, token, child } = await startServer(place);
  const editor = await dialEditor(port);
  const pid = await bring(editor, 'held', { token });
  child.kill('SIGTERM');
  await once(child, 'exit');
  equal(isThere(pid as number), false);
  equal(leftIn(place.env.TMPDIR).length, 0);
});

test('left running, the program runs on, and its output harms it not', async t => {
  const place = ownPlace(t);
  const { port, token } = await startServer(place);
  const editor = await dialEditor(port);
  await editor.launch({ token, mode: 'hold' }, ['add']);
  const at = await editor.port();
  const answer = asCustomer(at, 'eve');
  await editor.stopped();
  const { body } = await editor.next('process');
  await editor.client.disconnectRequest({ terminateDebuggee: false });
  equal(JSON.parse(await answer).total, 70);
  equal(JSON.parse(await asCustomer(at, 'bob')).total, 70);
  process.kill(body.systemProcessId, 'SIGTERM');
});

/** In Python nothing is held. */
async function bringPython(editor: Editor, state: 'running' | 'stopped', given: object): Promise<number> {
  await editor.begin('launch', { program: pythonShop, python: debianPython, ...given });
  await editor.set(pythonShop, ['before']);
  await editor.client.configurationDoneRequest();
  const port = await editor.port();
  if (state === 'stopped') {
    asCustomer(port, 'eve').catch(() => {});
    await editor.stopped();
  }
  return (await editor.next('process')).body.systemProcessId as number;
}

const pythonEnds = {
  ...ends,
  async 'drops the line'(editor: Editor & { child: ChildProcess }) {
    editor.child.stdin?.destroy();
  },
} as const;

for (const state of ['running', 'stopped'] as const) {
  for (const [how, end] of Object.entries(pythonEnds)) {
    test(`the editor ${how}, of a Python program: ${state}`, { skip: withoutDebugpy() }, async t => {
      const place = ownPlace(t);
      const editor = await startEditor(t, place);
      const over = once(editor.child, 'exit');
      const pid = await bringPython(editor, state, {});
      // With debugpy's adapter.
      const family = familyOf(editor.child.pid as number);
      ok(family.includes(pid) && family.length >= 3);
      await end(editor, pid);
      equal((await over)[0], 0);
      await allOver(family);
      equal(leftIn(place.env.TMPDIR).length, 0);
    });
  }

  test(`the editor is killed, of a Python program: ${state}`, { skip: withoutDebugpy() }, async t => {
    const place = ownPlace(t);
    const { port, token, child } = await startServer(place);
    const editor = await dialEditor(port);
    await bringPython(editor, state, { token });
    const family = familyOf(child.pid as number).filter(pid => pid !== child.pid);
    ok(family.length >= 2);
    editor.socket.resetAndDestroy();
    await allOver(family);
  });
}

for (const [language, skip] of [
  ['Node', false],
  ['Python', withoutDebugpy()],
] as const) {
  for (const state of ['running', 'stopped', ...(language === 'Node' ? (['held'] as const) : [])] as const) {
    test(`the process of the editor is killed, of a ${language} program: ${state}`, { skip }, async t => {
      const place = ownPlace(t);
      const editor = await startRelayed(place);
      if (language === 'Node') await bring(editor, state, {});
      else await bringPython(editor, state as 'stopped', {});
      const family = familyOf(editor.child.pid as number);
      ok(family.length >= 3);
      editor.child.kill('SIGKILL');
      await allOver(family);
      equal(leftIn(place.env.TMPDIR).length, 0);
    });
  }
}
