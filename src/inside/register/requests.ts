import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Context, type Flow, type FlowOrigin, type Runtime } from '../runtime/inside.ts';
import { socketFlows } from '../runtime/streams/index.ts';
import type { ProcessEvents } from './process-events.ts';

const maxConnections = 10_000;

interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
}

interface StreamStarted {
  readonly stream: object & { readonly sentHeaders?: { readonly ':status'?: number } };
  readonly headers: Readonly<Record<string, unknown>>;
}

/**
 * A flow for each request, http, https and http2. Node says on a diagnostics channel that a request is about to be handed
 * to its server; from there to the end of that synchronous run the flow is entered, and Node itself puts the old context
 * back. Nothing of ours lies on the stack beneath the handler. Returns a way to hear no more.
 */
export function watchRequests(rt: Runtime, events?: ProcessEvents): () => void {
  // By connection, of which there are few: a weak entry for each request would cost the collector more than the request.
  const open = socketFlows<Open>(rt);
  const connections = new Set<Connection>();
  const streams = new WeakMap<object, Flow>();
  const heard: [string, (message: unknown) => void][] = [];
  const hear = (channel: string, what: string, take: (message: unknown) => void) => {
    const listener = rt.guarded(what, take);
    heard.push([channel, listener]);
    subscribe(channel, listener);
  };

  /** Whoever asked got nothing of it where the server says that it failed. */
  const answered = (flow: Flow, status: number | undefined) =>
    rt.endFlow(flow, status !== undefined && status >= 500 ? 'failed' : 'done', { status });

  const start = (name: () => string, origin: FlowOrigin): Flow => {
    const flow = rt.startFlow('request', name, { parent: rt.main, origin });
    rt.enter(new Context(flow));
    return flow;
  };

  hear('http.server.request.start', 'request', message => {
    const { request, response, socket } = message as Started;
    const { method, url } = request;
    openOn(socket).push({ response, flow: start(() => `${method} ${pathOf(url)}`, request) });
  });

  hear('http.server.response.finish', 'response', message => {
    const { response, socket } = message as Started;
    const requests = open.get(socket) ?? [];
    const at = requests.findIndex(one => one.response === response);
    if (at >= 0) answered((requests.splice(at, 1)[0] as Open).flow, response.statusCode);
  });

  hear('http2.server.stream.start', 'stream', message => {
    const { stream, headers } = message as StreamStarted;
    const [method, path] = [String(headers[':method']), String(headers[':path'])];
    streams.set(
      stream,
      start(() => `${method} ${pathOf(path)}`, { method, url: path, headers }),
    );
  });
  hear('http2.server.stream.finish', 'stream', message => {
    const { stream } = message as StreamStarted;
    const flow = streams.get(stream);
    if (flow !== undefined) answered(flow, stream.sentHeaders?.[':status']);
  });
  hear('http2.server.stream.close', 'stream', message => {
    const flow = streams.get((message as StreamStarted).stream);
    if (flow !== undefined) rt.endFlow(flow, 'closed');
  });

  // Node tells the channel after the callback of `response.end()`, in which the program may exit.
  events?.before('exit', () => {
    for (const { requests } of connections)
      for (const { response, flow } of requests) if (response.writableFinished) answered(flow, response.statusCode);
  });

  /** Requests that are still open when their connection closes end with it. */
  function openOn(socket: Socket): Open[] {
    const known = open.get(socket);
    if (known !== undefined) return known;
    const requests: Open[] = [];
    open.set(socket, requests);
    const closed = () => {
      connections.delete(connection);
      for (const { flow } of requests.splice(0)) rt.endFlow(flow, 'closed');
    };
    const connection: Connection = { requests, forget: () => void socket.off('close', closed) };
    if (connections.size < maxConnections) connections.add(connection);
    socket.once('close', closed);
    return requests;
  }

  return () => {
    for (const [channel, listener] of heard) unsubscribe(channel, listener);
    for (const { forget } of connections) forget();
    connections.clear();
  };
}

interface Connection {
  readonly requests: readonly Open[];
  forget(): void;
}

interface Open {
  readonly response: ServerResponse;
  readonly flow: Flow;
}

/** Without its query, which may hold what must not be written down. */
function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}
