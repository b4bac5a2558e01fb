/** A hub with a dashboard as real processes, and clients of its door as programs and browsers are. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Answer, type Say, say } from '../../src/doors/web/door-in-tests.ts';
import type { LiveNews } from '../../src/doors/web/index.ts';
import type { ControlAnswer, ControlAsk, ControlName, HubStatus } from '../../src/wire/protocol/index.ts';
import { calm, eddy, folder, root, run, until } from '../launch/index.ts';
import { Part } from '../soak/faults/part.ts';

export const shop = join(root, 'test/targets/web/shop.mjs');

export { type Answer, type Say, say };

export interface Told {
  readonly id: string;
  readonly news: LiveNews;
}

/** A visitor of a door: one page, which keeps its cookie. */
export class Visitor {
  readonly port: number;
  cookie: string;
  readonly #t: TestContext;

  private constructor(t: TestContext, port: number, cookie: string) {
    this.#t = t;
    this.port = port;
    this.cookie = cookie;
  }

  static async enter(t: TestContext, link: string): Promise<Visitor> {
    const { port, pathname, search } = new URL(link);
    const { status, headers } = await say(Number(port), pathname + search);
    const cookie = headers['set-cookie']?.[0]?.split(';')[0];
    if (status !== 200 || cookie === undefined) throw new Error(`${link} lets nobody in: ${status}`);
    return new Visitor(t, Number(port), cookie);
  }

  get(path: string, how: Say = {}): Promise<Answer> {
    return say(this.port, path, { ...how, headers: { cookie: this.cookie, ...how.headers } });
  }

  async ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
    const headers = { 'content-type': 'application/json' };
    const answer = await this.get(`/api/v1/ask/${name}`, { method: 'POST', headers, body: JSON.stringify(ask) });
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text}`);
    return (JSON.parse(answer.text) as { result: ControlAnswer<N> }).result;
  }

  /** Until the hub knows its program: that runs before its keeper has called. */
  async targetThere(): Promise<void> {
    await until(async () => (await this.ask('status', {})).targets[0]);
  }

  /** News, until it is cut. `lastId`: it comes back. */
  async follow(lastId?: string): Promise<Following> {
    const headers = { cookie: this.cookie, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) };
    const request = httpRequest({ host: '127.0.0.1', port: this.port, path: '/api/v1/live', headers, agent: false });
    this.#t.after(() => request.destroy());
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new Following(response);
  }
}

/** One stream of news. */
export class Following {
  readonly told: Told[] = [];
  readonly ended: Promise<void>;
  readonly #response: IncomingMessage;
  #look: () => void = () => {};

  constructor(response: IncomingMessage) {
    this.#response = response;
    let rest = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop()!;
      for (const part of parts) {
        const [, id, text] = /^id: (\S+)\ndata: (.*)$/.exec(part) ?? [];
        if (id !== undefined) this.told.push({ id, news: JSON.parse(text!) as LiveNews });
      }
      this.#look();
    });
    response.on('error', () => {});
    this.ended = new Promise(resolve => {
      response.on('close', () => {
        resolve();
        this.#look();
      });
    });
  }

  get lastId(): string | undefined {
    return this.told.at(-1)?.id;
  }

  get events() {
    return this.told.flatMap(({ news }) => (news.say === 'events' ? news.events : []));
  }

  /** The first news that it is so of, told or yet to be. */
  async waitFor<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.#response.destroyed) throw new Error(`it was cut before: ${JSON.stringify(this.told).slice(-500)}`);
      await new Promise<void>(resolve => {
        this.#look = resolve;
      });
    }
  }

  waitForState() {
    return this.waitFor(() => this.told.map(({ news }) => news).find(news => news.say === 'state'));
  }

  /** Reads no more, without going. */
  pause(): void {
    this.#response.pause();
  }

  resume(): void {
    this.#response.resume();
  }

  cut(): Promise<void> {
    this.#response.destroy();
    return this.ended;
  }
}

export interface Ready {
  readonly ready: HubStatus;
  readonly folder: string;
  readonly link: string;
}

/** What Eddy says of it, as a whole line. */
export const dashboardLink = /^eddy: dashboard: (\S+)\n/m;

let nextStage = 1;

/** Hubs, runs and commands of one test: they share folders of their own. */
export class Stage {
  readonly env: NodeJS.ProcessEnv;
  /** Other hubs of this user are there meanwhile: ours have names that none of theirs has. */
  readonly hub = `web-${process.pid}-${nextStage++}`;
  readonly run = `${this.hub}-shop`;
  readonly #t: TestContext;

  constructor(t: TestContext) {
    this.#t = t;
    const own = { TMPDIR: folder(t), XDG_STATE_HOME: folder(t), DISPLAY: '', WAYLAND_DISPLAY: '', BROWSER: '' };
    this.env = { ...process.env, ...calm, NODE_OPTIONS: '', NO_COLOR: '1', ...own };
  }

  async serve(...words: string[]): Promise<Ready & { readonly part: Part }> {
    const part = this.start('serve', '--json', '--name', this.hub, ...words);
    const [text] = await part.waitForLine(/^\{"ready".*/);
    return { part, ...(JSON.parse(text) as Ready) };
  }

  /** A shop that runs, with where it is and the link that Eddy said. */
  async shop(...words: string[]) {
    const part = this.start('run', '--name', this.run, ...words, shop);
    const [line, port, pid] = await part.waitForLine(/^port (\d+) pid (\d+)/);
    this.endLater([line, pid!]);
    const hasLink = words.some(word => /^--(?:dashboard|open)/.test(word));
    const link = hasLink ? (await part.waitForWords(dashboardLink))[1] : undefined;
    return { part, port: Number(port), pid: Number(pid), link };
  }

  /** A program that outlives who started it; its pid stands in the first group. */
  endLater([, pid]: readonly string[]): void {
    this.#t.after(() => {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It has ended.
      }
    });
  }

  command(...words: string[]) {
    return run(process.execPath, [eddy, ...words], { env: this.env });
  }

  start(...words: string[]): Part {
    const part = new Part([eddy, ...words], this.env);
    let isOver = false;
    void part.ended.then(() => {
      isOver = true;
    });
    this.#t.after(async () => {
      if (!isOver) part.kill('SIGKILL');
      await part.ended;
    });
    return part;
  }
}

export function tokenIn(folder: string): string {
  return readFileSync(join(folder, 'token'), 'utf8').trim();
}

export function buy(port: number, user: string): Promise<Answer> {
  return say(port, '/buy', { headers: { 'x-user': user } });
}
