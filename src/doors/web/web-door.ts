import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../base/index.ts';
import { type HubState, wireError } from '../../wire/protocol/index.ts';
import { type Hub, LastingHub } from '../client/index.ts';
import { answerAsk } from './asks.ts';
import { Entrance } from './entrance.ts';
import { type Refusal, refusalOf } from './guard.ts';
import { HeadWatch } from './head-watch.ts';
import { LastWordsDesk } from './last-words.ts';
import { LiveFeed } from './live-feed.ts';
import type { OverNews } from './live-news.ts';
import { isOurs, tryUserOf } from './neighbour.ts';
import { Pace } from './pace.ts';
import { type Exchange, jsonType, refuse, secureHeaders, send, sendAnswer, sendError, sendJson } from './reply.ts';
import { SourceDesk } from './source-desk.ts';

export interface WebDoorOptions {
  /** Of the built page. */
  readonly folder: string;
  /** What programs may ask and are answered, as OpenAPI says it. */
  readonly description: string;
  readonly clock: Clock;
  /** Of the hub: programs show it. */
  readonly token: string;
  /** Cookies are signed with it: who has the same later knows the pages that are open now. */
  readonly secret: string;
  /** The hub goes with its run: when it has gone, there will be no other. */
  readonly isOneRun: boolean;
  /** Of such a hub: it has gone. */
  onOver?(): void;
  /** As the client's `openHub` and its kin do. */
  dial(): Promise<Hub>;
}

type Answer = (exchange: Exchange) => void | Promise<void>;
type Methods = ReadonlyMap<string, Answer>;

const maxReaders = 32;
const asksPace = { most: 200, perSecond: 100 };
/** Between two requests that a browser makes over one socket. */
const keepAliveMs = 30_000;
/** When the door closes, the hub's last words and the pages that read them have so long each. */
const momentMs = 250;
const apiPath = '/api/';
const askPath = '/api/v1/ask/';

const unknownVisitor: Refusal = {
  status: 401,
  code: 'shut-out',
  why: 'Who are you? Open the link that Eddy gives: eddy open. It is good once, for a minute.',
};
const unknownProgram: Refusal = {
  ...unknownVisitor,
  why: 'That is not the token of this hub, which lies in its folder: in the file token, or in run.json where it has one run. What targets show lets nobody in here.',
};
const stranger: Refusal = { status: 403, code: 'shut-out', why: 'Another user of this machine has no business here.' };
const tooFast: Refusal = { status: 429, code: 'too-many', why: 'That is more than is answered in a second.' };
const tooManyPages: Refusal = { status: 503, code: 'too-many', why: 'Too many pages are open.' };
const nothingHere: Refusal = { status: 404, code: 'unknown-id', why: 'There is nothing here.' };
const notThatWay: Refusal = { status: 405, code: 'bad-usage', why: 'It is not asked for in that way.' };

/** Serves sockets that dialled in at one port of loopback. Loops: the hub's line, and one feed for all pages. */
export class WebDoor {
  readonly #clock: Clock;
  readonly #options: WebDoorOptions;
  readonly #entrance: Entrance;
  readonly #server: Server;
  readonly #hub: LastingHub;
  readonly #feed: LiveFeed;
  readonly #sources: SourceDesk;
  readonly #pace: Pace;
  readonly #heads: HeadWatch;
  readonly #sockets = new Set<Socket>();
  /** Sockets of other users of this machine. */
  readonly #strangers = new WeakMap<Socket, Promise<boolean>>();
  readonly #routes: ReadonlyMap<string, Methods>;
  #state: HubState | undefined;

  constructor(options: WebDoorOptions) {
    const { clock } = options;
    this.#clock = clock;
    this.#options = options;
    this.#entrance = new Entrance(options);
    this.#pace = new Pace(clock, asksPace);
    this.#heads = new HeadWatch(clock);
    const quietly = (asked: Promise<unknown>) => void asked.catch(() => {});
    this.#feed = new LiveFeed(clock, {
      askState: () => quietly(this.#hub.ask('follow', { full: true })),
      rest: () => quietly(this.#hub.ask('follow', { kinds: [] })),
    });
    this.#hub = new LastingHub({
      dial: () => options.dial(),
      onState: (state, lost) => {
        this.#state = state;
        this.#feed.onState(state, lost);
      },
      onEvent: event => this.#feed.onEvent(event),
      onAway: () => (options.isOneRun ? options.onOver?.() : this.#feed.onAway()),
      clock,
    });
    const door = this;
    this.#sources = new SourceDesk({
      get state() {
        return door.#state;
      },
      ask: (name, ask) => this.#hub.ask(name, ask),
    });
    // Asked for here: each command of ours would pay for it, 4 MB.
    const { createServer } = process.getBuiltinModule('node:http');
    this.#server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
      this.#heads.asked(request, response);
      void this.#answer(request, response).catch(error => {
        if (!response.headersSent) sendError(response, wireError(error), 500);
        else response.destroy();
      });
    });
    const { description } = options;
    const one = (method: string, answer: Answer): Methods => new Map([[method, answer]]);
    this.#routes = new Map([
      ['/api/v1/live', one('GET', exchange => this.#live(exchange))],
      ['/api/v1/source', one('GET', exchange => this.#source(exchange))],
      ['/api/v1/link', one('POST', ({ response }) => sendJson(response, 200, { result: { link: this.newLink() } }))],
      ['/api/v1/openapi.json', one('GET', ({ response }) => send(response, 200, jsonType, description))],
    ]);
  }

  /** The hub must be there. */
  async open(): Promise<void> {
    await this.#hub.open();
  }

  /** The port that it is known by. */
  listensAt(port: number): void {
    this.#entrance.port = port;
  }

  /** Good once, for a minute. */
  newLink(): string {
    return this.#entrance.newLink();
  }

  serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    this.#heads.add(socket);
    this.#server.emit('connection', socket);
  }

  /** Pages are told the last news first, and have a moment to read them. */
  async close(): Promise<void> {
    if (this.#feed.readerCount > 0) await this.#withinMoment(this.#hub.ask('sessions', { withoutEvents: true }));
    const over = this.#options.isOneRun ? await this.#lastNews() : undefined;
    await this.#withinMoment(this.#feed.close(over));
    this.#hub.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    secureHeaders(response);
    const [path = '', words = ''] = (request.url ?? '').split(/\?(.*)/s, 2);
    const exchange: Exchange = { request, response, path, query: new URLSearchParams(words) };
    const refusal = refusalOf(request, this.#entrance.hosts);
    if (refusal !== undefined) return refuse(exchange, refusal);
    const visitor = this.#entrance.visitorOf(request);
    const isEntering = path === '/enter' && request.method === 'GET';
    const unknown = request.headers.authorization === undefined ? unknownVisitor : unknownProgram;
    if (visitor === undefined && !isEntering) return refuse(exchange, unknown);
    // Links stand in the words of a browser's start, and cookies go to every port of this machine: others may have read them.
    if (visitor !== 'token' && (await this.#isStranger(request.socket))) return refuse(exchange, stranger);
    if (isEntering || visitor === undefined) return this.#entrance.enter(request, response, exchange.query);
    const waitS = path.startsWith(apiPath) ? this.#pace.waitOf(visitor) : 0;
    if (waitS > 0) {
      response.setHeader('retry-after', waitS);
      return refuse(exchange, tooFast);
    }
    const methods = this.#methodsOf(path);
    if (methods === undefined) return refuse(exchange, nothingHere);
    const answer = methods.get(request.method ?? '');
    if (answer !== undefined) return answer(exchange);
    response.setHeader('allow', [...methods.keys()].join(', '));
    refuse(exchange, notThatWay);
  }

  #isStranger(socket: Socket): Promise<boolean> {
    const known = this.#strangers.get(socket);
    if (known !== undefined) return known;
    const look = tryUserOf(socket).then(user => {
      const ours = process.geteuid?.();
      if (user === undefined || ours === undefined) return false;
      return user === 'gone' || !isOurs(user, ours, process.env.SUDO_UID);
    });
    this.#strangers.set(socket, look);
    return look;
  }

  #methodsOf(path: string): Methods | undefined {
    const route = this.#routes.get(path);
    if (route !== undefined) return route;
    if (path.startsWith(askPath)) {
      const name = path.slice(askPath.length);
      return new Map([['POST', exchange => answerAsk(name, exchange, { hub: this.#hub, clock: this.#clock })]]);
    }
    const file = this.#entrance.file(path);
    if (file === undefined) return undefined;
    const send: Answer = ({ request, response }) => this.#entrance.sendFile(file, request, response);
    return new Map([
      ['GET', send],
      ['HEAD', send],
    ]);
  }

  #live(exchange: Exchange): void {
    const { request, response, query } = exchange;
    if (this.#feed.readerCount >= maxReaders) {
      refuse(exchange, tooManyPages);
      return;
    }
    this.#heads.follows(request);
    request.socket.setNoDelay(true);
    const last = request.headers['last-event-id'];
    this.#feed.add(response, typeof last === 'string' ? last : (query.get('after') ?? undefined));
  }

  async #source(exchange: Exchange): Promise<void> {
    const { query } = exchange;
    try {
      const ask = { target: query.get('target') ?? undefined, file: query.get('file') ?? '' };
      sendAnswer(exchange, { result: await this.#sources.read(ask) });
    } catch (error) {
      sendAnswer(exchange, { error: wireError(error) });
    }
  }

  async #lastNews(): Promise<OverNews> {
    if (this.#feed.readerCount === 0) return { say: 'over' };
    const desk = new LastWordsDesk({
      readReport: async () => (await this.#hub.ask('report', {})).report,
      readSource: file => this.#sources.read({ target: undefined, file }),
    });
    await this.#withinMoment(desk.gather());
    return { say: 'over', ...(desk.words === undefined ? {} : { last: desk.words }) };
  }

  async #withinMoment(work: Promise<unknown>): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.after(momentMs, resolve, { holdsProcess: true });
    await Promise.race([work.catch(() => {}), late]);
    timer.cancel();
  }
}
