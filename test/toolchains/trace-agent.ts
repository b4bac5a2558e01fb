import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readMessagePack } from './message-pack.ts';

interface Span {
  readonly span_id: bigint | number;
  readonly parent_id: bigint | number;
  readonly name: string;
  readonly resource: string;
  readonly service: string;
  readonly error: number;
  readonly meta: Readonly<Record<string, string>>;
}

/** What dd-trace sends its spans to, as Datadog's agent on one's own machine. */
export class TraceAgent {
  readonly #server: Server;
  readonly #spans: Span[] = [];

  static async open(): Promise<TraceAgent> {
    const server = createServer();
    const agent = new TraceAgent(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return agent;
  }

  constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => this.#take(request, response).catch(error => response.destroy(error)));
  }

  /** For the program. */
  get environment(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      DD_TRACE_AGENT_URL: `http://127.0.0.1:${port}`,
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      DD_TRACE_STARTUP_LOGS: 'false',
    };
  }

  /** Each with those that it is within, in an order of their own. */
  spans(): string[] {
    const byId = new Map(this.#spans.map(span => [String(span.span_id), span]));
    const pathOf = (span: Span): string => {
      const parent = byId.get(String(span.parent_id));
      const { name, resource, service, error, meta } = span;
      const path = new URL(meta['http.url'] ?? 'none:').pathname;
      const place = resource.replace(/:\d+$/, '');
      const own = `${service} ${name} ${place} ${meta['span.kind']} ${path} ${meta['http.status_code']} ${error}`;
      return parent === undefined ? own : `${pathOf(parent)} > ${own}`;
    };
    return this.#spans.map(pathOf).sort();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const isTraces = request.url?.startsWith('/v0.4/traces') === true;
    if (isTraces) this.#spans.push(...(readMessagePack(Buffer.concat(parts)) as Span[][]).flat());
    response.setHeader('content-type', 'application/json');
    response.end(isTraces ? '{"rate_by_service":{}}' : '{}');
  }
}
