// What the tests of the editor's door share: an editor that is not ours, driven through its own client.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { calm, eddy, lineOf, root } from '../launch/index.ts';

export const shop = join(root, 'test/targets/editor/shop.mjs');
export const pythonShop = join(root, 'test/targets/editor/shop.py');
const relay = join(root, 'test/targets/editor/relay.mjs');

const comesWithinMs = 120_000;

export interface Stopped {
  readonly threadId: number;
  readonly reason: string;
  readonly allThreadsStopped?: boolean;
  readonly hitBreakpointIds?: number[];
  readonly text?: string;
}

/** Events as they come, each given once. */
export class Editor {
  readonly client: DebugClient;
  readonly events: DebugProtocol.Event[] = [];
  readonly #waiting: { isIt: (event: DebugProtocol.Event) => boolean; take: (event: DebugProtocol.Event) => void }[] =
    [];
  output = '';

  constructor(client: DebugClient) {
    this.client = client;
    client.defaultTimeout = 30_000;
    const emit = client.emit.bind(client);
    client.emit = (name: string | symbol, ...args: unknown[]) => {
      const [event] = args as [DebugProtocol.Event | undefined];
      if (event?.type === 'event' && name === event.event) this.#take(event);
      return emit(name, ...args);
    };
  }

  /** The next one that it is so of, or one that has come and that nobody took. */
  next(event: string, isIt: (body: never) => boolean = () => true): Promise<DebugProtocol.Event> {
    const wanted = (one: DebugProtocol.Event) => one.event === event && isIt(one.body as never);
    const at = this.events.findIndex(wanted);
    if (at >= 0) return Promise.resolve(this.events.splice(at, 1)[0] as DebugProtocol.Event);
    const { promise, resolve, reject } = Promise.withResolvers<DebugProtocol.Event>();
    const late = () =>
      reject(new Error(`No "${event}" came. Not asked for: ${JSON.stringify(this.events)}. ${this.output}`));
    // One of two that are raced may never come; then nobody waits for it, nor for this.
    promise.catch(() => {});
    const timer = setTimeout(late, comesWithinMs).unref();
    const take = (one: DebugProtocol.Event) => {
      clearTimeout(timer);
      resolve(one);
    };
    this.#waiting.push({ isIt: wanted, take });
    return promise;
  }

  async stopped(): Promise<Stopped> {
    return (await this.next('stopped')).body as Stopped;
  }

  /** What the program said, up to this. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      await once(this.client, 'output');
    }
  }

  /** The port that it listens at. */
  async port(): Promise<number> {
    return Number((await this.said(/port (\d+)/))[1]);
  }

  async begin(request: 'launch' | 'attach', given: object): Promise<void> {
    await this.client.initializeRequest({
      adapterID: 'eddy',
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: 'path',
    });
    const started = this.client.customRequest(request, given);
    await Promise.race([this.next('initialized'), started.then(() => this.next('initialized'))]);
    await started;
  }

  /** The error of a request that is refused, as the editor shows it. */
  async refusal(command: string, given: unknown): Promise<string> {
    const client = this.client as unknown as {
      doSend(command: string, given: unknown, take: (response: DebugProtocol.ErrorResponse) => void): void;
    };
    const response = await new Promise<DebugProtocol.ErrorResponse>(take => client.doSend(command, given, take));
    if (response.success) throw new Error(`${command} was not refused: ${JSON.stringify(response.body)}`);
    return response.body.error?.format ?? response.message ?? '';
  }

  /** With breakpoints at marks of the program's. */
  async launch(given: object, marks: readonly (string | Mark)[] = []): Promise<DebugProtocol.Breakpoint[]> {
    await this.begin('launch', { program: shop, ...given });
    const set = await this.set(shop, marks);
    await this.client.configurationDoneRequest();
    return set;
  }

  async set(path: string, marks: readonly (string | Mark)[]): Promise<DebugProtocol.Breakpoint[]> {
    const breakpoints = marks.map(one => {
      const { mark, ...more } = typeof one === 'string' ? { mark: one } : one;
      return { line: lineOf(path, mark), ...more };
    });
    return (await this.client.setBreakpointsRequest({ source: { path }, breakpoints })).body.breakpoints;
  }

  /** A breakpoint as it is verified: its answer says so where the program told in time, else an event does. */
  async verified(asked: DebugProtocol.Breakpoint | undefined): Promise<DebugProtocol.Breakpoint> {
    if (asked?.verified === true) return asked;
    const isIt = ({ breakpoint }: DebugProtocol.BreakpointEvent['body']) =>
      breakpoint.id === asked?.id && breakpoint.verified;
    return (await this.next('breakpoint', isIt)).body.breakpoint;
  }

  async frame(threadId: number): Promise<DebugProtocol.StackFrame> {
    return (await this.client.stackTraceRequest({ threadId })).body.stackFrames[0] as DebugProtocol.StackFrame;
  }

  async scope(threadId: number, name: string): Promise<DebugProtocol.Variable[]> {
    const { id } = await this.frame(threadId);
    const { scopes } = (await this.client.scopesRequest({ frameId: id })).body;
    const scope = scopes.find(one => one.name === name);
    if (scope === undefined) throw new Error(`There is no scope ${name}: ${scopes.map(one => one.name).join(', ')}.`);
    return this.open(scope.variablesReference);
  }

  async open(variablesReference: number, more: object = {}): Promise<DebugProtocol.Variable[]> {
    return (await this.client.variablesRequest({ variablesReference, ...more })).body.variables;
  }

  /** Answers what the adapter asks of its editor: with what that gives. */
  onReverse(command: string, take: (request: DebugProtocol.Request) => object | undefined): void {
    const client = this.client as unknown as {
      dispatch(text: string): void;
      outputStream: { write(text: string): void };
    };
    const dispatch = client.dispatch.bind(client);
    client.dispatch = text => {
      const message = JSON.parse(text) as DebugProtocol.Request;
      if (message.type !== 'request' || message.command !== command) {
        dispatch(text);
        return;
      }
      const body = take(message);
      const answer = JSON.stringify({
        type: 'response',
        request_seq: message.seq,
        command,
        success: true,
        body,
        seq: 0,
      });
      client.outputStream.write(`Content-Length: ${Buffer.byteLength(answer)}\r\n\r\n${answer}`);
    };
  }

  #take(event: DebugProtocol.Event): void {
    if (event.event === 'output') this.output += event.body.output;
    const at = this.#waiting.findIndex(({ isIt }) => isIt(event));
    if (at >= 0) this.#waiting.splice(at, 1)[0]?.take(event);
    else this.events.push(event);
  }
}

export interface Mark {
  readonly mark: string;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
  readonly mode?: string;
}

/** Folders of runs are made and looked for here, and nowhere else: others may run on this machine. */
export interface OwnPlace {
  readonly env: Record<string, string | undefined>;
  /** Runs before the folder goes. */
  before(close: () => Promise<void> | void): void;
}

export function ownPlace(t: TestContext): OwnPlace {
  const own = mkdtempSync(join(tmpdir(), 'ee-'));
  const closers: (() => Promise<void> | void)[] = [];
  t.after(async () => {
    for (const close of closers.reverse()) await close();
    rmSync(own, { recursive: true, force: true });
  });
  const env = { ...process.env, ...calm, NODE_OPTIONS: '', TMPDIR: own, XDG_STATE_HOME: own };
  return { env, before: close => void closers.push(close) };
}

/** `eddy dap`, as an editor starts it. It is gone when the test ends. */
export function startEditor(t: TestContext, place = ownPlace(t)): Promise<Editor & { child: ChildProcess }> {
  return startAdapter(place, [eddy, 'dap']);
}

/** The same, started by a process between, which can be killed. */
export function startRelayed(place: OwnPlace): Promise<Editor & { child: ChildProcess }> {
  return startAdapter(place, [relay, eddy, 'dap']);
}

async function startAdapter(place: OwnPlace, words: readonly string[]): Promise<Editor & { child: ChildProcess }> {
  const child = spawn(process.execPath, words, {
    env: place.env,
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: root,
  });
  const client = new DebugClient('', '', 'eddy');
  const editor = Object.assign(new Editor(client), { child });
  // Its own way to start an adapter has no place for the adapter's words.
  (client as unknown as { connect(input: unknown, output: unknown): void }).connect(child.stdout, child.stdin);
  const ended = once(child, 'exit');
  place.before(async () => {
    child.stdin.end();
    await ended;
  });
  return editor;
}

export interface Served {
  readonly child: ChildProcess;
  readonly port: number;
  readonly folder: string;
  readonly token: string;
}

/** `eddy serve --dap`, which ends with the test. */
export async function startServer(place: OwnPlace, words: readonly string[] = []): Promise<Served> {
  const child = spawn(process.execPath, [eddy, 'serve', '--store', 'memory', '--dap', '0', '--json', ...words], {
    env: place.env,
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: root,
  });
  const ended = once(child, 'exit');
  place.before(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { ready, folder } = JSON.parse(line.toString()) as { ready: { listens: string[] }; folder: string };
  const port = Number(/^dap:\/\/127\.0\.0\.1:(\d+)$/.exec(ready.listens.at(-1) ?? '')?.[1]);
  return { child, port, folder, token: readFileSync(join(folder, 'token'), 'utf8').trim() };
}

/** An editor at a port. `socket`: its end of the line. */
export async function dialEditor(port: number): Promise<Editor & { socket: Socket }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const client = new DebugClient('', '', 'eddy');
  (client as unknown as { connect(input: unknown, output: unknown): void }).connect(socket, socket);
  return Object.assign(new Editor(client), { socket });
}

/** Whether that process is there, as a running one. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function asCustomer(port: number, user: string, path = '/'): Promise<string> {
  return fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'x-user': user } }).then(answer => answer.text());
}
