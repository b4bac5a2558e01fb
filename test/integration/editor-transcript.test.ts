// The conversation that VS Code has with a debug adapter, request by request in its order, kept as files. What is said beyond
// them fails. After a change that is meant: EDDY_GOLDEN=write node --test test/integration/editor-transcript.test.ts
import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { lineOf, root } from '../launch/index.ts';
import { asCustomer, type Editor, shop, startEditor } from './editor-client.ts';

const golden = join(root, 'test/golden/dap');

/** As VS Code says it. */
const hello = {
  clientID: 'vscode',
  clientName: 'Visual Studio Code',
  adapterID: 'node',
  pathFormat: 'path',
  linesStartAt1: true,
  columnsStartAt1: true,
  supportsVariableType: true,
  supportsVariablePaging: true,
  supportsRunInTerminalRequest: true,
  locale: 'en',
  supportsProgressReporting: true,
  supportsInvalidatedEvent: true,
  supportsMemoryReferences: true,
  supportsArgsCanBeInterpretedByShell: true,
  supportsMemoryEvent: true,
  supportsStartDebuggingRequest: true,
  supportsANSIStyling: true,
};

/** What was said on both sides. Which of several events comes first is chance: they stand in the order of their names. */
class Transcript {
  readonly editor: Editor;
  readonly #lines: string[] = [];
  readonly #name: string;

  constructor(editor: Editor, name: string) {
    this.editor = editor;
    this.#name = name;
  }

  async ask<T = never>(command: string, given?: object): Promise<T> {
    this.#say(`→ ${command}`, given);
    const response: DebugProtocol.Response = await this.editor.client.send(command, given);
    this.#say(`← ${command}`, response.body);
    return response.body as T;
  }

  /** These come, once each. */
  async events(...names: string[]): Promise<DebugProtocol.Event[]> {
    const events = await Promise.all(names.map(name => this.editor.next(name)));
    const sorted = [...events].sort((a, b) => (a.event < b.event ? -1 : a.event > b.event ? 1 : 0));
    for (const { event, body } of sorted) this.#say(`! ${event}`, body);
    return events;
  }

  end(): void {
    const left = this.editor.events.map(({ event, body }) => `${event} ${JSON.stringify(body)}`);
    deepEqual(left, [], 'events that nobody asserted');
    const text = `${this.#lines.join('\n')}\n`;
    const file = join(golden, `${this.#name}.txt`);
    if (process.env.EDDY_GOLDEN === 'write') writeFileSync(file, text);
    equal(text, readFileSync(file, 'utf8'));
  }

  #say(what: string, body: unknown): void {
    this.#lines.push(body === undefined ? what : `${what} ${scrub(JSON.stringify(body))}`);
  }
}

/** Numbers that are another each time. */
function scrub(text: string): string {
  return text
    .replaceAll(root, '<root>')
    .replaceAll(/"systemProcessId":\d+/g, '"systemProcessId":<pid>')
    .replaceAll(/main thread of \d+/g, 'main thread of <pid>')
    .replaceAll(/port \d+/g, 'port <port>')
    .replaceAll(/\([0-9a-z]+\.\d+\)/g, '(<flow>)')
    .replaceAll(/"version":"\d[^"]*"/g, '"version":"<version>"');
}

const source = { name: 'shop.mjs', path: shop };

async function begin(t: TestContext, name: string, given: object, mark: string): Promise<[Transcript, number]> {
  const editor = await startEditor(t);
  const talk = new Transcript(editor, name);
  await talk.ask('initialize', hello);
  await talk.ask('launch', { type: 'node', request: 'launch', program: shop, __sessionId: 's', ...given });
  await talk.events('initialized');
  const line = lineOf(shop, mark);
  await talk.ask('setBreakpoints', { source, lines: [line], breakpoints: [{ line }], sourceModified: false });
  await talk.ask('setExceptionBreakpoints', { filters: [], filterOptions: [] });
  await talk.ask('configurationDone');
  const port = await editor.port();
  await talk.events('process', 'thread', 'breakpoint', 'output');
  await talk.ask('threads');
  return [talk, port];
}

/** What VS Code asks when a thread stands. */
async function look(talk: Transcript, threadId: number): Promise<number> {
  await talk.ask('threads');
  await talk.ask('stackTrace', { threadId, startFrame: 0, levels: 1 });
  const { stackFrames } = await talk.ask<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
    threadId,
    startFrame: 1,
    levels: 19,
  });
  const first = (stackFrames[0]?.id ?? 2) - 1;
  const { scopes } = await talk.ask<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: first });
  await talk.ask('variables', { variablesReference: scopes[0]?.variablesReference });
  return first;
}

test('a classic breakpoint', async t => {
  const [talk, port] = await begin(t, 'stop', {}, 'before');
  const answer = asCustomer(port, 'eve');
  const [stopped] = await talk.events('stopped');
  const threadId = stopped?.body.threadId as number;
  const frameId = await look(talk, threadId);
  await talk.ask('evaluate', { expression: 'cart', frameId, context: 'hover' });
  await talk.ask('evaluate', { expression: 'total * 2', frameId, context: 'watch' });
  await talk.ask('setVariable', { variablesReference: 1, name: 'total', value: '7' });
  await talk.ask('next', { threadId });
  await talk.events('stopped');
  await look(talk, threadId);
  await talk.ask('continue', { threadId });
  equal(JSON.parse(await answer).total, 7);
  await talk.ask('setBreakpoints', { source, lines: [], breakpoints: [], sourceModified: false });
  await talk.ask('terminate', { restart: false });
  await talk.events('exited', 'output', 'terminated', 'thread');
  await talk.ask('disconnect', { restart: false });
  talk.end();
});

test('one flow is held', async t => {
  const [talk, port] = await begin(t, 'hold', { session: 'ann', match: 'header:x-user=ann' }, 'add');
  const held = asCustomer(port, 'ann');
  const [stopped] = await talk.events('stopped', 'thread');
  const threadId = stopped?.body.threadId as number;
  equal(JSON.parse(await asCustomer(port, 'bob')).total, 70);
  const frameId = await look(talk, threadId);
  await talk.ask('evaluate', { expression: 'item.length', frameId, context: 'repl' });
  await talk.ask('stepIn', { threadId, granularity: 'statement' });
  await talk.events('stopped');
  await talk.ask('setBreakpoints', { source, lines: [], breakpoints: [], sourceModified: false });
  await talk.ask('continue', { threadId, singleThread: true });
  equal(JSON.parse(await held).total, 70);
  await talk.events('thread');
  await talk.ask('disconnect', { restart: false, terminateDebuggee: true });
  await talk.events('exited', 'output', 'terminated', 'thread');
  talk.end();
});
