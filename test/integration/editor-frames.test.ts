// Frames of callers, while their thread is stopped: V8 has them on its stack, and what only waits it has not.
import { deepEqual, equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { nodeMajors, nodePath, root, withoutNode } from '../launch/index.ts';
import { type Editor, startEditor } from './editor-client.ts';

const program = join(root, 'test/targets/editor/frames.mjs');

for (const major of nodeMajors) {
  test(`Node ${major}: callers are looked at and changed; of who waits the place is known`, {
    skip: withoutNode(major),
  }, async t => {
    const editor = await startEditor(t);
    await editor.begin('launch', { program, runtimeExecutable: nodePath(major) });
    await editor.client.setExceptionBreakpointsRequest({ filters: ['throw'] });
    await editor.set(program, ['count']);
    await editor.client.configurationDoneRequest();
    const { threadId } = await editor.stopped();
    const frames = await framesOf(editor, threadId);
    deepEqual(
      frames.slice(0, 5).map(({ name }) => name.split('.').at(-1)),
      ['count', 'outer', 'later', '— awaited by —', 'await in waits'],
    );
    const [here, outer, later, , waits] = frames as [Frame, Frame, Frame, Frame, Frame];

    deepEqual(await namesOf(editor, outer, 'Local'), { items: '(2) [1, 2]', total: '10', till: 'Till {}', item: '1' });
    deepEqual(await namesOf(editor, later, 'Local'), { items: '(2) [1, 2]', before: '2' });
    equal((await namesOf(editor, later, 'Closure')).rate, '3');
    equal(await valueIn(editor, here, 'this.#sum + twice'), '3');
    equal(await valueIn(editor, outer, 'total + items[1]'), '12');
    equal(await valueIn(editor, later, 'before * rate'), '6');
    match(await editor.refusal('evaluate', { expression: 'nowhere', frameId: outer.id }), /nowhere is not defined/);
    match(await editor.refusal('evaluate', { expression: 'own', frameId: waits.id }), /place alone is known/);
    deepEqual((await editor.client.scopesRequest({ frameId: waits.id })).body.scopes, []);

    const { scopes } = (await editor.client.scopesRequest({ frameId: outer.id })).body;
    const variablesReference = scopes[0]?.variablesReference as number;
    const { body } = await editor.client.setVariableRequest({ variablesReference, name: 'total', value: '100' });
    equal(body.value, '100');
    const fixed = { expression: 'twice', value: '50', frameId: here.id };
    match(await editor.refusal('setExpression', fixed), /twice cannot be changed/);
    await editor.client.customRequest('setExpression', { expression: 'items[1]', value: '7', frameId: later.id });
    equal(await valueIn(editor, outer, 'total'), '100');

    await editor.set(program, []);
    await editor.client.continueRequest({ threadId });
    // (100 + (1 + 2) + (1 + 14)) * 3 + 2
    await editor.said(/result 356\n/);
    const thrown = await editor.stopped();
    equal(thrown.reason, 'exception');
    const [, check] = await framesOf(editor, thrown.threadId);
    equal(check?.name, '(anonymous)');
    await editor.client.continueRequest({ threadId });
    await editor.said(/caught SyntaxError no json\n/);
    equal((await editor.next('exited')).body.exitCode, 0);
  });
}

type Frame = DebugProtocol.StackFrame;

async function framesOf(editor: Editor, threadId: number): Promise<Frame[]> {
  return (await editor.client.stackTraceRequest({ threadId })).body.stackFrames;
}

async function namesOf(editor: Editor, { id: frameId }: Frame, name: string): Promise<Record<string, string>> {
  const { scopes } = (await editor.client.scopesRequest({ frameId })).body;
  const reference = scopes.find(one => one.name === name)?.variablesReference ?? 0;
  return Object.fromEntries((await editor.open(reference)).map(one => [one.name, one.value]));
}

async function valueIn(editor: Editor, { id: frameId }: Frame, expression: string): Promise<string> {
  return (await editor.client.evaluateRequest({ expression, frameId })).body.result;
}
