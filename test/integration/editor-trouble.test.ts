// A breakpoint whose condition or text cannot be evaluated says so, in a Node program and in a Python one.
import { deepEqual, equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { debianPython, root, withoutDebugpy } from '../launch/index.ts';
import { type Editor, startEditor } from './editor-client.ts';

const telling = join(root, 'test/targets/gates/telling.mjs');
const jobs = join(root, 'test/targets/editor/jobs.py');

/** What is said of a breakpoint with a condition that fails at a mark. */
async function play(editor: Editor, path: string, mark: string): Promise<void> {
  const [asked] = await editor.set(path, [{ mark, condition: 'wrong > 1' }]);
  await editor.client.configurationDoneRequest();
  const { body } = await editor.next('output', ({ output }: { output: string }) => output.includes('evaluated'));
  match(body.output, /^eddy: stop .*:\d+ if wrong > 1: it could not be evaluated: .*wrong.* is not defined\n$/);
  deepEqual([body.source.path, body.line], [path, asked?.line]);
  const failed = ({ breakpoint }: { breakpoint: { message?: string } }) => /evaluated/.test(breakpoint.message ?? '');
  const { breakpoint } = (await editor.next('breakpoint', failed)).body;
  deepEqual([breakpoint.id, breakpoint.verified], [asked?.id, true]);
  match(breakpoint.message, /It could not be evaluated: .*wrong/);
  await editor.next('terminated');
  equal(editor.output.split('could not be evaluated').length, 2, editor.output);
}

test('in a Node program', async (t: TestContext) => {
  const editor = await startEditor(t);
  await editor.begin('launch', { program: telling });
  await play(editor, telling, 'look');
});

test('in a Python program', { skip: withoutDebugpy() }, async (t: TestContext) => {
  const editor = await startEditor(t);
  await editor.begin('launch', { program: jobs, python: debianPython });
  await play(editor, jobs, 'add');
});
