// Steps through functions that are not async, into them and back to one that is.
import { equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { lineOf, nodeMajors, nodePath, root, withoutNode } from '../launch/index.ts';
import { type Editor, type Stopped, startEditor } from './editor-client.ts';

const sums = join(root, 'test/targets/editor/sums.mjs');
const steps = { over: 'next', into: 'stepIn', out: 'stepOut' } as const;

/** Where each step comes to. */
async function walk(editor: Editor, words: readonly (keyof typeof steps)[]): Promise<string> {
  const places: string[] = [];
  let { threadId } = await editor.stopped();
  for (const word of [...words, undefined]) {
    const { name, line } = await editor.frame(threadId);
    places.push(`${name}:${line}`);
    if (word === undefined) break;
    await editor.client.customRequest(steps[word], { threadId });
    const stopped: Stopped = await editor.stopped();
    equal(stopped.reason, 'step');
    threadId = stopped.threadId;
  }
  return places.join(' ');
}

const at = (mark: string) => lineOf(sums, mark);

for (const major of nodeMajors) {
  test(`Node ${major}: lines of functions that are not async`, { skip: withoutNode(major) }, async t => {
    const editor = await startEditor(t);
    await editor.begin('launch', { program: sums, runtimeExecutable: nodePath(major) });
    await editor.set(sums, ['sum']);
    await editor.client.configurationDoneRequest();
    equal(
      await walk(editor, ['into', 'over', 'out', 'over']),
      `sum:${at('sum')} twice:${at('twice')} twice:${at('twice') + 1} sum:${at('sum') - 1} sum:${at('sum')}`,
    );
    await editor.set(sums, ['total']);
    const { threads } = (await editor.client.threadsRequest()).body;
    const threadId = threads[0]?.id as number;
    await editor.client.continueRequest({ threadId });
    equal(
      await walk(editor, ['over', 'over', 'over']),
      `sum:${at('total')} ask:${at('next')} ask:${at('next') + 1} (module):${at('say')}`,
    );
    await editor.set(sums, []);
    await editor.client.continueRequest({ threadId });
    await editor.said(/answer 6\nanswer 6\n/);
    equal((await editor.next('exited')).body.exitCode, 0);
  });
}
