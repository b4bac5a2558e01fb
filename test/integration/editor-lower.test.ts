// Breakpoints that are set while a function which is not async runs already, below where it is.
import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { lineOf, nodeMajors, nodePath, root, withoutNode } from '../launch/index.ts';
import { startEditor } from './editor-client.ts';

const program = join(root, 'test/targets/editor/lower.cjs');
const helper = join(root, 'test/targets/editor/half.cjs');

for (const major of nodeMajors) {
  test(`Node ${major}: set while stopped, it is met by the functions that run already`, {
    skip: withoutNode(major),
  }, async t => {
    const editor = await startEditor(t);
    await editor.begin('launch', { program, runtimeExecutable: nodePath(major) });
    await editor.set(helper, ['half']);
    await editor.client.configurationDoneRequest();
    const { threadId } = await editor.stopped();
    const set = await editor.set(program, ['loop', 'end', 'say']);
    await editor.set(helper, []);
    const verified = await Promise.all(set.map(one => editor.verified(one)));
    deepEqual(
      verified.map(one => one.line),
      ['loop', 'end', 'say'].map(mark => lineOf(program, mark)),
    );
    const places: string[] = [];
    for (const [mark, expression] of [
      ['loop', 'i'],
      ['loop', 'i'],
      ['end', 'sum'],
      ['say', 'result'],
    ] as const) {
      await editor.client.continueRequest({ threadId });
      const stopped = await editor.stopped();
      equal(stopped.reason, 'breakpoint');
      const { id: frameId, line } = await editor.frame(stopped.threadId);
      equal(line, lineOf(program, mark));
      const { result } = (await editor.client.evaluateRequest({ expression, frameId })).body;
      places.push(`${mark} ${result}`);
    }
    deepEqual(places, ['loop 0', 'loop 1', 'end 2.5', 'say 2.5']);
    await editor.client.continueRequest({ threadId });
    await editor.said(/sum 2.5\n/);
    equal((await editor.next('exited')).body.exitCode, 0);
  });
}
