/** A door onto a hub that is made up, at a real port; for tests of this folder. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Clock } from '../../base/index.ts';
import type { ControlName, EddyEvent, HubState } from '../../wire/protocol/index.ts';
import type { Hub, HubListener } from '../client/index.ts';
import { WebDoor } from './web-door.ts';

export const token = 'token-of-the-hub-as-programs-show-it';
export const noState: HubState = { at: 1, runs: [], targets: [], sessions: [], findings: [] };

/** Answers as it is told to, and counts who asks. */
export class MadeUpHub implements Hub {
  readonly run = { version: 1, pid: 1, words: [], cwd: '/', started: 1 };
  readonly asked: { readonly name: ControlName; readonly ask: unknown }[] = [];
  readonly ended: Promise<void>;
  readonly answers: Partial<Record<ControlName, (ask: never) => unknown>> = {};
  state: HubState = noState;
  #listener: HubListener | undefined;
  #end: () => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = resolve;
  }

  async ask(name: ControlName, ask: unknown): Promise<never> {
    this.asked.push({ name, ask });
    if (name === 'follow' && (ask as { full?: true }).full === true) this.tellState(0);
    return (this.answers[name]?.(ask as never) ?? {}) as never;
  }

  async follow(_kinds: unknown, listener: HubListener): Promise<void> {
    this.#listener = listener;
    this.tellState(0);
  }

  waitFor(): Promise<never> {
    throw new Error('nobody waits here');
  }

  tell(event: EddyEvent): void {
    this.#listener?.onEvent(event);
  }

  tellState(lost: number): void {
    this.#listener?.onState?.(this.state, lost);
  }

  close(): void {
    this.#end();
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Say {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

/** One request, as a program makes it that may say any head. */
export async function say(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Say = {},
): Promise<Answer> {
  const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** Time that moves when it is told to. */
export interface TestClock extends Clock {
  advance(ms: number): void;
  advanceAsync(ms: number): Promise<void>;
}

export interface TestDoor {
  readonly door: WebDoor;
  readonly port: number;
  readonly hub: MadeUpHub;
  readonly clock: TestClock;
  /** With the token. */
  say(path: string, how?: Say): Promise<Answer>;
  ask(name: string, ask: unknown): Promise<Answer>;
}

export async function openTestDoor(
  t: TestContext,
  clock: TestClock,
  given: { readonly isOneRun?: true } = {},
): Promise<TestDoor> {
  const hub = new MadeUpHub();
  const door = new WebDoor({
    folder: pageFolder(t),
    description: '{}',
    token,
    secret: 'what cookies are signed with',
    isOneRun: given.isOneRun === true,
    clock,
    dial: async () => hub,
  });
  await door.open();
  const server = createServer(socket => door.serve(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  door.listensAt(port);
  t.after(async () => {
    await Promise.all([door.close(), clock.advanceAsync(1000)]);
    server.close();
  });
  const withToken = (how: Say = {}): Say => ({ ...how, headers: { authorization: `Bearer ${token}`, ...how.headers } });
  return {
    door,
    port,
    hub,
    clock,
    say: (path, how) => say(port, path, withToken(how)),
    ask: (name, ask) => {
      const headers = { 'content-type': 'application/json' };
      return say(port, `/api/v1/ask/${name}`, withToken({ method: 'POST', headers, body: JSON.stringify(ask) }));
    },
  };
}

/** A page as small as can be. */
export function pageFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-page-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta name="style-nonce" content="__NONCE__">');
  writeFileSync(join(folder, 'page.js'), '// the page');
  writeFileSync(join(folder, 'secrets.txt'), 'no part of the page');
  return folder;
}
