// Pause of a program that does nothing: it stays asked for until something runs, or is taken back.
import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from '../launch/index.ts';
import { type Editor, startEditor } from './editor-client.ts';

const program = join(root, 'test/targets/editor/idle.mjs');

async function openIdle(t: TestContext, marks: readonly string[] = []) {
  const editor = await startEditor(t);
  await editor.begin('launch', { program });
  await editor.set(program, marks);
  await editor.client.configurationDoneRequest();
  const port = await editor.port();
  const { threadId } = (await editor.next('thread')).body as { threadId: number };
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  return { editor, threadId, ask };
}

/** What runs now is not stopped, and never was. */
async function runs(editor: Editor, ask: (path: string) => Promise<string>): Promise<void> {
  equal(await ask('/through'), 'hello through');
  deepEqual(
    editor.events.filter(one => one.event === 'stopped'),
    [],
  );
}

/** Who asks while the wish is on its way to the program is served; the first who comes after it is not. */
async function askUntilStopped(editor: Editor, ask: () => Promise<string>) {
  const standing = editor.stopped();
  for (;;) {
    const answer = ask();
    const stopped = await Promise.race([standing, answer.then(() => undefined)]);
    if (stopped !== undefined) return { stopped, answer };
  }
}

test('an idle program is paused at the next statement that runs, and its names are there', async t => {
  const { editor, threadId, ask } = await openIdle(t);
  await editor.client.pauseRequest({ threadId });
  const { stopped, answer } = await askUntilStopped(editor, () => ask('/ann'));
  deepEqual([stopped.threadId, stopped.reason, stopped.allThreadsStopped], [threadId, 'pause', true]);
  const names = (await editor.scope(threadId, 'Local')).map(({ name }) => name);
  deepEqual(names.sort(), ['name', 'request', 'response']);
  await editor.client.nextRequest({ threadId });
  equal((await editor.stopped()).reason, 'step');
  await editor.client.continueRequest({ threadId });
  equal(await answer, 'hello ann');
  await runs(editor, ask);
});

test('to continue takes the wish back; asked for twice it is one; after a stop it is over', async t => {
  const { editor, threadId, ask } = await openIdle(t, ['greet']);
  await editor.client.pauseRequest({ threadId });
  await editor.client.pauseRequest({ threadId });
  await editor.client.continueRequest({ threadId });
  await editor.set(program, []);
  await runs(editor, ask);
  await editor.client.pauseRequest({ threadId });
  await editor.set(program, ['answer']);
  const { stopped, answer } = await askUntilStopped(editor, () => ask('/bob'));
  equal(stopped.reason, 'pause');
  await editor.client.continueRequest({ threadId });
  equal((await editor.stopped()).reason, 'breakpoint');
  await editor.client.pauseRequest({ threadId });
  await editor.set(program, []);
  await editor.client.continueRequest({ threadId });
  equal(await answer, 'hello bob');
  await runs(editor, ask);
});
