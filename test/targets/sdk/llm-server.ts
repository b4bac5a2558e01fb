// A loopback server that speaks the event streams of two LLM services and breaks off wherever the path says:
// <base>/<how>/v1/messages and <base>/<how>/chat/completions.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const waysToBreak = [
  'fine',
  'no-answer',
  'reset-before-headers',
  'headers-then-silence',
  'reset-after-headers',
  'events-then-silence',
  'events-then-reset',
  'cut-inside-event',
  'reset-inside-event',
  'malformed',
  'no-terminal',
  'error-event',
  'status-400',
  'status-500',
  'busy-then-fine',
  'reset-then-fine',
  'endless',
] as const;
export type WayToBreak = (typeof waysToBreak)[number];

export interface LlmServer {
  readonly url: string;
  /** Requests whose connection was given up by the client before the answer was complete. */
  readonly abandoned: number;
  readonly requests: number;
  /** Settles when no request is being answered any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** How a service writes its stream. */
interface Wire {
  readonly start: readonly object[];
  readonly end: readonly object[];
  readonly line: (event: object) => string;
  readonly done: string;
  readonly error: string;
}

const anthropic: Wire = {
  start: [
    {
      type: 'message_start',
      message: { id: 'm1', type: 'message', role: 'assistant', content: [], model: 'm', usage: {} },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  ],
  end: [
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: {} },
    { type: 'message_stop' },
  ],
  line: event => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`,
  done: '',
  error: `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'busy' } })}\n\n`,
};

const chunk = (delta: object, finish: string | null) => ({
  id: 'c1',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const openai: Wire = {
  start: [chunk({ role: 'assistant' }, null), chunk({ content: 'Hel' }, null), chunk({ content: 'lo' }, null)],
  end: [chunk({}, 'stop')],
  line: event => `data: ${JSON.stringify(event)}\n\n`,
  done: 'data: [DONE]\n\n',
  error: `data: ${JSON.stringify({ error: { type: 'server_error', message: 'busy' } })}\n\n`,
};

export async function openLlmServer(): Promise<LlmServer> {
  const seen = new Map<string, number>();
  let abandoned = 0;
  let requests = 0;
  let answering = 0;
  let whenIdle: (() => void)[] = [];
  const server = createServer((request, response) => {
    requests++;
    request.on('error', () => {});
    response.on('error', () => {});
    answering++;
    response.on('close', () => {
      if (!response.writableFinished) abandoned++;
      if (--answering > 0) return;
      for (const run of whenIdle) run();
      whenIdle = [];
    });
    request.resume();
    request.on('end', () => answer(request, response, seen));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get abandoned() {
      return abandoned;
    },
    get requests() {
      return requests;
    },
    idle: () => (answering === 0 ? Promise.resolve() : new Promise(resolve => whenIdle.push(resolve))),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, seen: Map<string, number>): void {
  const url = request.url ?? '';
  const way = url.split('/')[1] as WayToBreak;
  const kind = url.includes('/v1/messages') ? anthropic : openai;
  const count = (seen.get(url) ?? 0) + 1;
  seen.set(url, count);
  const { socket } = request;
  const head = (): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
  };
  const send = (events: readonly object[]): void => {
    for (const event of events) response.write(kind.line(event));
  };
  const whole = (): void => {
    head();
    send(kind.start);
    send(kind.end);
    response.end(kind.done);
  };
  const status = (code: number, type: string): void => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ type: 'error', error: { type, message: `told to answer ${code}` } }));
  };
  const first = JSON.stringify(kind.start[0]);
  switch (way) {
    case 'fine':
      return whole();
    case 'no-answer':
      return;
    case 'reset-before-headers':
      socket.resetAndDestroy();
      return;
    case 'headers-then-silence':
      return head();
    case 'reset-after-headers':
      head();
      setImmediate(() => socket.resetAndDestroy());
      return;
    case 'events-then-silence':
      head();
      return send(kind.start);
    case 'events-then-reset':
      head();
      send(kind.start);
      // After the client has had what was sent: a reset throws away what it has not read.
      response.write(': ping\n\n', () => setTimeout(() => socket.resetAndDestroy(), 50));
      return;
    case 'cut-inside-event':
      head();
      response.end(`data: ${first.slice(0, 20)}`);
      return;
    case 'reset-inside-event':
      head();
      response.write(`data: ${first.slice(0, 20)}`, () => setImmediate(() => socket.resetAndDestroy()));
      return;
    case 'malformed':
      head();
      send(kind.start.slice(0, 1));
      response.end(`event: content_block_delta\ndata: {"type": nonsense\n\n`);
      return;
    case 'no-terminal':
      head();
      send(kind.start);
      response.end();
      return;
    case 'error-event':
      head();
      response.end(kind.error);
      return;
    case 'status-400':
      return status(400, 'invalid_request_error');
    case 'status-500':
      return status(500, 'api_error');
    case 'busy-then-fine':
      return count === 1 ? status(429, 'rate_limit_error') : whole();
    case 'reset-then-fine':
      if (count === 1) socket.resetAndDestroy();
      else whole();
      return;
    case 'endless': {
      head();
      const timer = setInterval(() => send(kind.start.slice(-1)), 5);
      response.on('close', () => clearInterval(timer));
      return;
    }
  }
}
