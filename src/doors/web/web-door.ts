import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Clock, isEddyError } from '../../base/index.ts';
import type { ControlAsk, ControlName } from '../../wire/protocol/index.ts';
import { type Hub, LastingHub } from '../client/index.ts';
import { DoorKeys } from './door-keys.ts';
import { mayEnter, refusalOf } from './guard.ts';
import { LiveFeed } from './live-feed.ts';
import { type PageFile, readPageFiles } from './page-files.ts';
import { policy, secureHeaders, sendJson, sendText, tryReadBody, wireError } from './reply.ts';

export interface WebDoorOptions {
  /** Of the built page. */
  readonly folder: string;
  readonly clock: Clock;
  /** The hub's token: programs show it, and cookies are signed with it. */
  readonly secret: string;
  /** As the client's `openHub` and its kin do. */
  dial(): Promise<Hub>;
}

const maxBodyBytes = 1024 * 1024;
const maxReaders = 32;
/** The page's own business is the rest; these are others'. */
const notForPages: ReadonlySet<string> = new Set(['hello', 'follow', 'openRun', 'endRun']);

/** Serves sockets that dialled in at one port of loopback. Loops: the hub's line, and one feed for all pages. */
export class WebDoor {
  readonly #keys: DoorKeys;
  readonly #files: ReadonlyMap<string, PageFile>;
  readonly #server: Server;
  readonly #hub: LastingHub;
  readonly #feed: LiveFeed;
  readonly #sockets = new Set<Socket>();
  #port = 0;

  constructor(options: WebDoorOptions) {
    const { clock, secret, folder } = options;
    this.#keys = new DoorKeys(secret, clock);
    this.#files = readPageFiles(folder);
    this.#feed = new LiveFeed(clock, () => void this.#hub.ask('follow', { full: true }).catch(() => {}));
    this.#hub = new LastingHub({
      dial: () => options.dial(),
      onState: (state, lost) => this.#feed.onState(state, lost),
      onEvent: event => this.#feed.onEvent(event),
      onAway: () => this.#feed.onAway(),
      clock,
    });
    this.#server = createServer({ requestTimeout: 30_000 }, (request, response) => {
      void this.#answer(request, response).catch(error => {
        if (!response.headersSent) sendJson(response, 500, { error: wireError(error) });
        else response.destroy();
      });
    });
  }

  /** The hub must be there. */
  async open(): Promise<void> {
    await this.#hub.open();
  }

  /** The port that it is known by. */
  listensAt(port: number): void {
    this.#port = port;
  }

  /** Good once, for a minute. */
  newLink(): string {
    return `http://127.0.0.1:${this.#port}/enter?code=${this.#keys.newCode()}`;
  }

  serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    this.#server.emit('connection', socket);
  }

  async close(): Promise<void> {
    this.#feed.close();
    this.#hub.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  get #cookieName(): string {
    // Cookies know no ports.
    return `eddy_${this.#port}`;
  }

  get #hosts(): ReadonlySet<string> {
    return new Set(['127.0.0.1', 'localhost', '[::1]'].map(name => `${name}:${this.#port}`));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    secureHeaders(response);
    const refusal = refusalOf(request, this.#hosts);
    if (refusal !== undefined) return sendText(response, refusal.status, refusal.why);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://door');
    if (pathname === '/enter') return this.#enter(searchParams.get('code') ?? '', response);
    if (!mayEnter(request, this.#keys, this.#cookieName))
      return sendText(
        response,
        401,
        'Who are you? Open the link that Eddy gives: eddy open. It is good once, for a minute.',
      );
    if (pathname === '/api/v1/live') return this.#live(request, response);
    if (pathname === '/api/v1/link' && request.method === 'POST')
      return sendJson(response, 200, { result: { link: this.newLink() } });
    const name = /^\/api\/v1\/ask\/(\w+)$/.exec(pathname)?.[1];
    if (name !== undefined && request.method === 'POST') return this.#ask(name, request, response);
    const file = this.#files.get(pathname);
    if (file === undefined || request.method !== 'GET') return sendText(response, 404, 'There is nothing here.');
    this.#sendFile(file, request, response);
  }

  #enter(code: string, response: ServerResponse): void {
    const entered = this.#keys.tryTakeCode(code);
    if (entered === undefined) {
      sendText(response, 401, 'This link was used, or is older than a minute. Another one: eddy open');
      return;
    }
    const { cookie, maxAgeS } = entered;
    response.writeHead(303, {
      location: '/',
      'set-cookie': `${this.#cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAgeS}`,
    });
    response.end();
  }

  #live(request: IncomingMessage, response: ServerResponse): void {
    if (this.#feed.readerCount >= maxReaders) {
      sendText(response, 503, 'Too many pages are open.');
      return;
    }
    request.socket.setNoDelay(true);
    this.#feed.add(response, request.headers['last-event-id'] as string | undefined);
  }

  async #ask(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (notForPages.has(name)) return sendText(response, 404, 'There is nothing here.');
    const text = await tryReadBody(request, maxBodyBytes);
    if (text === undefined) return sendText(response, 413, 'That is more than is read.');
    try {
      const ask = JSON.parse(text === '' ? '{}' : text) as ControlAsk<ControlName>;
      sendJson(response, 200, { result: await this.#hub.ask(name as ControlName, ask) });
    } catch (error) {
      const status = error instanceof SyntaxError ? 400 : isEddyError(error, 'closed') ? 503 : 422;
      sendJson(response, status, { error: wireError(error) });
    }
  }

  #sendFile({ type, body, tag }: PageFile, request: IncomingMessage, response: ServerResponse): void {
    const isPage = type.startsWith('text/html');
    if (!isPage && request.headers['if-none-match'] === tag) {
      response.writeHead(304);
      response.end();
      return;
    }
    if (!isPage) {
      response.writeHead(200, { 'content-type': type, etag: tag, 'cache-control': 'private, no-cache' });
      response.end(body);
      return;
    }
    const nonce = randomBytes(16).toString('base64');
    const { cookie, maxAgeS } = this.#keys.newCookie();
    response.writeHead(200, {
      'content-type': type,
      'content-security-policy': policy(nonce),
      'set-cookie': `${this.#cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAgeS}`,
    });
    response.end(body.toString('utf8').replace('__NONCE__', nonce));
  }
}
