import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { lineOf, root } from '../launch/index.ts';
import type { Editor } from './editor-client.ts';

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
export class Transcript {
  readonly editor: Editor;
  readonly #lines: string[];
  readonly #name: string;
  readonly #who: string;
  readonly #all: Transcript[];

  constructor(editor: Editor, name: string, of?: { readonly parent: Transcript; readonly who: string }) {
    this.editor = editor;
    this.#name = name;
    this.#who = of === undefined ? '' : `${of.who} `;
    this.#lines = of === undefined ? [] : of.parent.#lines;
    this.#all = of === undefined ? [] : of.parent.#all;
    this.#all.push(this);
  }

  /** Another session in the same conversation; its lines begin with its name. */
  child(editor: Editor, who: string): Transcript {
    return new Transcript(editor, this.#name, { parent: this, who });
  }

  async ask<T = never>(command: string, given?: object): Promise<T> {
    this.#say(`→ ${command}`, given);
    const response: DebugProtocol.Response = await this.editor.client.send(command, given);
    this.#say(`← ${command}`, response.body);
    return response.body as T;
  }

  /** What the adapter asks of its editor. Settles with its words, once it was answered. */
  reverse<T>(command: string): Promise<T> {
    return new Promise(resolve => {
      this.editor.onReverse(command, ({ arguments: given }) => {
        this.#say(`← ${command}?`, given);
        this.#say(`→ ${command}!`, undefined);
        resolve(given as T);
        return undefined;
      });
    });
  }

  /** These come, once each. */
  async events(...names: string[]): Promise<DebugProtocol.Event[]> {
    const events = await Promise.all(names.map(name => this.editor.next(name)));
    const sorted = [...events].sort((a, b) => (a.event < b.event ? -1 : a.event > b.event ? 1 : 0));
    for (const { event, body } of sorted) this.#say(`! ${event}`, body);
    return events;
  }

  /** What comes as output of that kind, up to this, in as many parts as it likes. */
  async output(category: string, upTo: RegExp): Promise<void> {
    let output = '';
    while (!upTo.test(output)) {
      const isIt = (one: Output) => one.category === category && !isOfMachine(one);
      const { body } = await this.editor.next('output', isIt);
      output += body.output;
    }
    this.#say('! output', { category, output });
  }

  /** Up to where the program runs with these breakpoints. What comes by then is for the test to assert. */
  async begin(given: Begun): Promise<void> {
    const { request = 'launch', program, mark, filters = {}, ...more } = given;
    await this.ask('initialize', hello);
    const file = request === 'launch' ? { program } : {};
    await this.ask(request, { type: 'node', request, ...file, __sessionId: 's', ...more });
    await this.events('initialized');
    if (mark !== undefined) await this.set(program, [lineOf(program, mark)]);
    await this.ask('setExceptionBreakpoints', { filters: [], filterOptions: [], ...filters });
    await this.ask('configurationDone');
  }

  async set(path: string, lines: readonly number[]): Promise<void> {
    const source = { name: basename(path), path };
    const breakpoints = lines.map(line => ({ line }));
    await this.ask('setBreakpoints', { source, lines, breakpoints, sourceModified: false });
  }

  /** What VS Code asks when a thread stands. Gives its top frame, and the reference of its first scope. */
  async look(threadId: number): Promise<{ frameId: number; locals: number }> {
    await this.ask('threads');
    type Frames = DebugProtocol.StackTraceResponse['body'];
    const top = await this.ask<Frames>('stackTrace', { threadId, startFrame: 0, levels: 1 });
    await this.ask('stackTrace', { threadId, startFrame: 1, levels: 19 });
    const frameId = top.stackFrames[0]?.id as number;
    const { scopes } = await this.ask<DebugProtocol.ScopesResponse['body']>('scopes', { frameId });
    const locals = scopes[0]?.variablesReference as number;
    await this.ask('variables', { variablesReference: locals });
    return { frameId, locals };
  }

  end(): void {
    const events = this.#all.flatMap(one => one.editor.events).filter(({ body }) => !isOfMachine(body));
    const left = events.map(({ event, body }) => `${event} ${scrubbed(body)}`);
    deepEqual(left, [], 'events that nobody asserted');
    const text = `${this.#lines.join('\n')}\n`;
    const file = join(golden, `${this.#name}.txt`);
    if (process.env.EDDY_GOLDEN === 'write') writeFileSync(file, text);
    equal(text, readFileSync(file, 'utf8'));
  }

  #say(what: string, body: unknown): void {
    this.#lines.push(`${this.#who}${body === undefined ? what : `${what} ${scrubbed(body)}`}`);
  }
}

export interface Begun {
  readonly request?: 'launch' | 'attach';
  readonly program: string;
  /** Of the only breakpoint; absent: there is none. */
  readonly mark?: string;
  readonly filters?: object;
  readonly [word: string]: unknown;
}

interface Output {
  readonly category?: string;
  readonly output?: string;
}

/** A machine that is very busy blocks loops, too. */
function isOfMachine(body: Output | undefined): boolean {
  return body?.category === 'console' && body.output?.startsWith('eddy: warning: loop-blocked') === true;
}

/** Without what is another each time, how much of a long list is shown among it: that is a question of time. */
function scrubbed(body: unknown): string {
  return JSON.stringify(body)
    .replaceAll(root, '<root>')
    .replaceAll(/"(systemProcessId|processId)":\d+/g, '"$1":<pid>')
    .replaceAll(/(main thread of|process) \d+/g, '$1 <pid>')
    .replaceAll(/Node\.js v[\d.]+/g, 'Node.js <version>')
    .replaceAll(/(firstAt|lastAt): \d+/g, '$1: <ms>')
    .replaceAll(/("path":"node:[^"]*"\},"line"):\d+,"column":\d+/g, '$1:<line>')
    .replaceAll(/\(250\) \[(?:[^"\\]|\\.)*/g, '(250) [<items>')
    .replaceAll(/port \d+/g, 'port <port>')
    .replaceAll(/\([0-9a-z]+\.\d+\)/g, '(<flow>)')
    .replaceAll(/"(run|target)":"[^"]*"/g, '"$1":"<$1>"')
    .replaceAll(/"editor-[0-9a-f]{6}"/g, '"<session>"')
    .replaceAll(/0x[0-9a-f]{6,}/g, '<address>')
    .replaceAll(/"version":"\d[^"]*"/g, '"version":"<version>"');
}
