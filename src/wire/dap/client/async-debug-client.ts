import { type Clock, fail, systemClock } from '../../../base/index.ts';
import type {
  AnswerOf,
  ArgumentsOf,
  AskOptions,
  CompletionItem,
  DataBreakpoint,
  DialOptions,
  EvaluateAnswer,
  ExceptionInfoAnswer,
  FlowLine,
  FlowStackAnswer,
  FunctionBreakpoint,
  Module,
  RequestName,
  Scope,
  Source,
  StackFrame,
  Thread,
} from '../index.ts';
import { type AsyncBreakpointTarget, AsyncLook } from './async-look.ts';
import type { At, FrameAt } from './at.ts';
import type { BreakpointState, LineBreakpointOptions } from './breakpoint.ts';
import type { ClientEvent, ClientEventName } from './client-event.ts';
import { ClientLine } from './client-line.ts';
import type { ClientOptions, ClientSessionInfo, ConnectionInfo, ReconnectOptions } from './client-options.ts';
import type { ClientSession } from './client-session.ts';
import type { EventStream, FollowOptions, WaitOptions } from './event-log.ts';
import { LineBreakpoints } from './line-breakpoints.ts';
import {
  holderOf,
  localsOf,
  type PageOptions,
  stackOf,
  type VariablesOptions,
  type VariableTree,
  variablesOf,
} from './look.ts';
import { type ExceptionStops, OtherBreakpoints } from './other-breakpoints.ts';
import type { AdapterPlace } from './place.ts';
import { type StopAt, type StopOptions, waitForStop } from './stops.ts';

export interface BeginOptions {
  /** Of each step of the handshake; an adapter that compiles first may need more than the usual. */
  readonly timeoutMs?: number | undefined;
}

/**
 * A client for any adapter of the protocol: debugpy, js-debug, Eddy's own. Sessions that an adapter asks for are followed by
 * itself. What it answers is what the adapter said; where one has something to say against it, it throws.
 */
export class AsyncDebugClient {
  readonly #line: ClientLine;
  readonly #lines = new LineBreakpoints();
  readonly #others = new OtherBreakpoints();
  readonly #async: AsyncLook;

  constructor(place: AdapterPlace, options: ClientOptions = {}) {
    const clock: Clock = options.clock ?? systemClock;
    this.#line = new ClientLine({
      ...options,
      place,
      clock,
      configure: session => this.#configure(session),
      onSessionEvent: (session, event, body) => this.#take(session, event, body),
    });
    this.#async = new AsyncLook({ at: at => this.#at(at), frameOf: at => this.#frameId(at) });
  }

  /** Fails with `no-adapter` when nothing answers there. `untilUp`: it may only be starting. */
  connect(options: DialOptions = {}): Promise<void> {
    return this.#line.connect(options);
  }

  /** Ends all sessions. A program that was launched ends with them, one that was attached to runs on, unless it is told. */
  disconnect(options: { readonly terminateDebuggee?: boolean } = {}): Promise<void> {
    return this.#line.disconnect(options.terminateDebuggee);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.disconnect();
  }

  isConnected(): boolean {
    return this.#line.connected;
  }

  getConnectionInfo(): ConnectionInfo {
    return this.#line.info;
  }

  reconnect(options: ReconnectOptions = {}): Promise<void> {
    return this.#line.reconnect(options);
  }

  /** The first session, and those of the program's children. */
  listSessions(): readonly ClientSessionInfo[] {
    return this.#line.info.sessions;
  }

  /** Resolves when the adapter says that the program runs. Breakpoints that were set before are set then. */
  launch(configuration: Readonly<Record<string, unknown>>, { timeoutMs }: BeginOptions = {}): Promise<void> {
    return this.#line.begin({ request: 'launch', arguments: configuration, timeoutMs });
  }

  attach(configuration: Readonly<Record<string, unknown>>, { timeoutMs }: BeginOptions = {}): Promise<void> {
    return this.#line.begin({ request: 'attach', arguments: configuration, timeoutMs });
  }

  /** Any request of the protocol, or of Eddy's server. */
  request<C extends RequestName>(command: C, given: ArgumentsOf<C>, at: At & AskOptions = {}): Promise<AnswerOf<C>> {
    return this.#at(at).request(command, given, at);
  }

  /** One of the adapter's own. */
  requestOther(command: string, given?: unknown, at: At & AskOptions = {}): Promise<unknown> {
    return this.#at(at).requestOther(command, given, at);
  }

  /** Events as they come, of all sessions, until the connection is gone. */
  events(options: FollowOptions = {}): EventStream {
    return this.#line.events.follow(options);
  }

  /** The next one. Begin to wait before the request that brings it, or it may be past. */
  waitFor<E extends ClientEventName>(event: E, options: WaitOptions<E> = {}): Promise<ClientEvent<E>> {
    if (this.#line.connected) return this.#line.events.waitFor(event, options);
    return Promise.reject(this.#line.notConnected());
  }

  /** The stop that stands, else the next one. */
  waitForStop(options: StopOptions = {}): Promise<StopAt> {
    return waitForStop(this.#line, options);
  }

  /** On a line, in every session. What it gives is what the adapters said; `listBreakpoints` has what they say later. */
  setBreakpoint(file: string, line: number, options: LineBreakpointOptions = {}): Promise<BreakpointState> {
    return this.#lines.set(file, line, options, this.#configured);
  }

  /** Gives whether there was one. */
  async removeBreakpoint(file: string, line: number): Promise<boolean> {
    const ours = await this.#async.removeBreakpoints(file, line);
    return (await this.#lines.remove(file, line, this.#configured)) || ours;
  }

  listBreakpoints(): readonly BreakpointState[] {
    return this.#lines.states;
  }

  /** All that there shall be. */
  setFunctionBreakpoints(all: readonly FunctionBreakpoint[]): Promise<readonly BreakpointState[]> {
    return this.#others.setFunctions(all, this.#configured);
  }

  /** All that there shall be, by the adapter's own filters. */
  setExceptionBreakpoints(stops: ExceptionStops): Promise<readonly BreakpointState[]> {
    return this.#others.setExceptions(stops, this.#configured);
  }

  /** All that there shall be; `dataBreakpointInfo` has the ids. */
  setDataBreakpoints(all: readonly DataBreakpoint[]): Promise<readonly BreakpointState[]> {
    return this.#others.setData(all, this.#configured);
  }

  /** A breakpoint for one flow, task or session; the rest passes it. Eddy's server does it, and debugpy by a task's name. */
  setAsyncBreakpoint(file: string, line: number, target: AsyncBreakpointTarget): Promise<BreakpointState> {
    return this.#async.setBreakpoint(file, line, target, (condition, options) =>
      this.setBreakpoint(file, line, { ...options, condition }),
    );
  }

  /** One flow's stack across its awaits; with debugpy, a task's by its name, while something is stopped. */
  getAsyncStackTrace(flow: string, at: At = {}): Promise<FlowStackAnswer> {
    return this.#async.stack(flow, at);
  }

  /** What a flow or task is, whether it runs or waits, since when; without a name, all of them. */
  getCoroutineInfo(flow?: string, at: At = {}): Promise<readonly FlowLine[]> {
    return this.#async.flows(flow, at);
  }

  async getThreads(at: At = {}): Promise<readonly Thread[]> {
    return (await this.#at(at).request('threads', undefined)).threads;
  }

  async getStackTrace(at: At & PageOptions = {}): Promise<readonly StackFrame[]> {
    return stackOf(this.#at(at), await this.#threadId(at), at);
  }

  async getScopes(at: FrameAt = {}): Promise<readonly Scope[]> {
    return (await this.#at(at).request('scopes', { frameId: await this.#frameId(at) })).scopes;
  }

  /** Of a value that has parts, of a scope by its name, or the locals of a frame. */
  async getVariables(
    of: FrameAt & VariablesOptions & { readonly variablesReference?: number; readonly scope?: string } = {},
  ): Promise<readonly VariableTree[]> {
    const session = this.#at(of);
    if (of.variablesReference !== undefined) return variablesOf(session, of.variablesReference, of);
    return localsOf(session, await this.#frameId(of), of);
  }

  /** Of a scope or value; without one, of the locals, where the name is. */
  async setVariable(name: string, value: string, of: FrameAt & { readonly variablesReference?: number } = {}) {
    const session = this.#at(of);
    const variablesReference = of.variablesReference ?? (await holderOf(session, await this.#frameId(of), name));
    return session.request('setVariable', { variablesReference, name, value });
  }

  async setExpression(expression: string, value: string, at: FrameAt = {}) {
    return this.#at(at).request('setExpression', { expression, value, frameId: await this.#frameId(at) });
  }

  /** `context`: `repl` may change the program; `watch` and `hover` ask the adapter to change nothing. */
  async evaluateExpression(
    expression: string,
    at: FrameAt & AskOptions & { readonly context?: 'watch' | 'repl' | 'hover' | 'clipboard' } = {},
  ): Promise<EvaluateAnswer> {
    const frameId = at.frameId ?? (this.#at(at).threads.latest === undefined ? undefined : await this.#frameId(at));
    return this.#at(at).request('evaluate', { expression, frameId, context: at.context ?? 'repl' }, at);
  }

  async completions(text: string, column: number, at: FrameAt = {}): Promise<readonly CompletionItem[]> {
    const frameId = await this.#frameId(at);
    return (await this.#at(at).request('completions', { text, column, frameId })).targets;
  }

  async getExceptionInfo(at: At = {}): Promise<ExceptionInfoAnswer> {
    return this.#at(at).request('exceptionInfo', { threadId: await this.#threadId(at) });
  }

  /** What the program has loaded, where the adapter tells. */
  async getLoadedSources(at: At = {}): Promise<readonly Source[]> {
    return (await this.#at(at).request('loadedSources', {})).sources;
  }

  async getModules(at: At & PageOptions = {}): Promise<readonly Module[]> {
    const { start, count } = at;
    return (await this.#at(at).request('modules', { startModule: start, moduleCount: count })).modules;
  }

  /** The text of a source that is no file here. */
  async getSource(source: Source, at: At = {}): Promise<string> {
    const { sourceReference = 0 } = source;
    return (await this.#at(at).request('source', { source, sourceReference })).content;
  }

  async pause(at: At = {}): Promise<void> {
    const session = this.#at(at);
    const threadId = at.threadId ?? (await this.getThreads({ session: session.id }))[0]?.id;
    if (threadId === undefined) throw fail('unknown-id', 'There is no thread to pause.');
    await session.request('pause', { threadId });
  }

  /** Resolves when the adapter took it; `waitForStop` has the next stop. */
  async continueExecution(at: At & { readonly singleThread?: boolean } = {}): Promise<void> {
    const { singleThread } = at;
    await this.#at(at).request('continue', { threadId: await this.#threadId(at), singleThread });
  }

  async stepOver(at: At = {}): Promise<void> {
    await this.#at(at).request('next', { threadId: await this.#threadId(at) });
  }

  async stepInto(at: At & { readonly targetId?: number } = {}): Promise<void> {
    await this.#at(at).request('stepIn', { threadId: await this.#threadId(at), targetId: at.targetId });
  }

  async stepOut(at: At = {}): Promise<void> {
    await this.#at(at).request('stepOut', { threadId: await this.#threadId(at) });
  }

  /** Starts the program anew, where the adapter can. */
  async restart(at: At = {}): Promise<void> {
    await this.#at(at).request('restart', {});
  }

  /** Asks the program to end itself. Where the adapter has no such request, the program is ended and the client disconnected. */
  async terminate(): Promise<void> {
    // The first session's program is the whole; a child's is a part of it.
    const [main] = this.#line.sessions.alive;
    if (main === undefined) throw this.#line.notConnected();
    if (main.capabilities.supportsTerminateRequest === true) await main.request('terminate', {});
    else await this.disconnect({ terminateDebuggee: true });
  }

  /** To another line of the frame, without running what is between. */
  async goto(file: string, line: number, at: At = {}): Promise<void> {
    const session = this.#at(at);
    const { targets } = await session.request('gotoTargets', { source: { path: file }, line });
    const target = targets[0];
    if (target === undefined) throw fail('refused', `Nothing can be gone to at ${file}:${line}.`);
    await session.request('goto', { threadId: await this.#threadId(at), targetId: target.id });
  }

  get #configured(): ClientSession[] {
    return this.#line.sessions.alive.filter(session => session.configured && session.alive);
  }

  async #configure(session: ClientSession): Promise<void> {
    await this.#lines.sendAll(session);
    await this.#others.sendAll(session);
  }

  #take(session: ClientSession, event: string, body: unknown): void {
    if (event === 'breakpoint') this.#lines.changed(session, (body as { breakpoint: { id?: number } }).breakpoint);
    else if (event === 'sessionEnded') this.#lines.forget(session);
  }

  #at({ session }: At): ClientSession {
    const found = session === undefined ? this.#line.sessions.current : this.#line.sessions.get(session);
    if (found !== undefined) return found;
    if (session === undefined) throw this.#line.notConnected();
    throw fail('unknown-id', `There is no session ${session}.`, { hint: 'listSessions() has those that are there.' });
  }

  async #threadId(at: At): Promise<number> {
    const session = this.#at(at);
    const threadId = at.threadId ?? session.threads.latest?.threadId;
    if (threadId !== undefined) return threadId;
    if (session.threads.latest !== undefined) return (await waitForStop(this.#line, { session: session.id })).threadId;
    throw fail('refused', 'No thread is stopped.', { hint: 'Wait for a stop: waitForStop(); or pause().' });
  }

  async #frameId(at: FrameAt): Promise<number> {
    if (at.frameId !== undefined) return at.frameId;
    const [frame] = await stackOf(this.#at(at), await this.#threadId(at), { count: 1 });
    if (frame === undefined) throw fail('refused', 'The thread has no frame.');
    return frame.id;
  }
}
