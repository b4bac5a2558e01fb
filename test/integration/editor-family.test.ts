// Programs with worker threads and child processes: in sessions of their own where the editor has such, else in one list.
import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { lineOf, root, until } from '../launch/index.ts';
import { asCustomer, dialEditor, type Editor, ownPlace, startEditor, startServer } from './editor-client.ts';

const family = join(root, 'test/targets/editor/family.mjs');

test('in one list, where the editor knows no child sessions', async t => {
  const editor = await startEditor(t);
  await editor.begin('launch', { program: family, mode: 'hold' });
  await editor.set(family, ['job']);
  await editor.client.configurationDoneRequest();
  const answer = await begun(editor);
  const both = [await editor.stopped(), await editor.stopped()];
  deepEqual(
    both.map(({ allThreadsStopped }) => allThreadsStopped),
    [false, false],
  );
  const { threads } = (await editor.client.threadsRequest()).body;
  deepEqual(
    threads
      .map(({ name }) => name.replaceAll(/\d+/g, 'N').replace(/ \([\w.]+\)/, ''))
      .filter(name => /^(main thread|worker)/.test(name))
      .sort(),
    ['main thread of N', 'main thread of N', 'worker N of N'],
  );
  // Both threads count their holds from 1: each is asked for what is its own.
  const names = await Promise.all(
    both.map(
      async ({ threadId }) => (await editor.scope(threadId, 'Local')).find(({ name }) => name === 'name')?.value,
    ),
  );
  deepEqual(names.sort(), ['"child"', '"worker"']);
  for (const { threadId } of both) await editor.client.continueRequest({ threadId });
  equal(await answer(), 'sizes 6 5');
  const { body } = await editor.next('exited');
  equal(body.exitCode, 0);
});

test('each in a session of its own, with the breakpoints of the first', async t => {
  const place = ownPlace(t);
  const { port, token } = await startServer(place);
  const editor = await dialEditor(port);
  const children: Promise<Child>[] = [];
  // What VS Code does when it is asked to: it dials again, with the words that it was given.
  editor.onReverse('startDebugging', request => {
    const { configuration } = request.arguments as { configuration: Record<string, unknown> };
    children.push(openChild(port, configuration));
    return undefined;
  });
  await editor.client.initializeRequest({
    adapterID: 'eddy',
    pathFormat: 'path',
    supportsStartDebuggingRequest: true,
  } as never);
  await Promise.all([
    editor.client.customRequest('launch', { type: 'node', program: family, mode: 'hold', token, debugServer: port }),
    editor.next('initialized'),
  ]);
  await editor.set(family, ['job']);
  await editor.client.configurationDoneRequest();
  const answer = await begun(editor);
  await until(async () => (children.length < 2 ? undefined : true));
  const opened = await Promise.all(children);
  for (const { editor: child, breakpoint } of opened) {
    const { threadId } = await child.stopped();
    equal((await child.frame(threadId)).line, lineOf(family, 'job'));
    equal(breakpoint.verified || (await child.next('breakpoint')).body.breakpoint.verified, true);
    const { threads } = (await child.client.threadsRequest()).body;
    equal(threads.length, 2);
    await child.client.continueRequest({ threadId });
  }
  deepEqual(opened.map(({ name }) => name.replaceAll(/\d+/g, 'N')).sort(), ['process N', 'worker N of N']);
  equal(await answer(), 'sizes 6 5');
  equal(
    editor.events.some(({ event }) => event === 'stopped'),
    false,
  );
  await Promise.all(opened.map(({ editor: child }) => child.next('terminated')));
  await editor.next('terminated');
  await Promise.all([editor, ...opened.map(one => one.editor)].map(one => one.client.disconnectRequest({})));
});

/** Asked when its first process is known; what it gives waits for the answer. */
async function begun(editor: Editor): Promise<() => Promise<string>> {
  const port = await editor.port();
  await editor.next('thread');
  const answer = asCustomer(port, 'eve');
  return () => answer;
}

interface Child {
  readonly editor: Editor;
  readonly name: string;
  readonly breakpoint: DebugProtocol.Breakpoint;
}

async function openChild(port: number, configuration: Record<string, unknown>): Promise<Child> {
  equal(configuration.debugServer, port);
  const editor = await dialEditor(port);
  await editor.begin(configuration.request as 'attach', configuration);
  const [breakpoint] = await editor.set(family, ['job']);
  await editor.client.configurationDoneRequest();
  return { editor, name: String(configuration.name), breakpoint: breakpoint as DebugProtocol.Breakpoint };
}
