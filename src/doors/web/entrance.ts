import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, nodeCrypto } from '../../base/index.ts';
import { DoorKeys } from './door-keys.ts';
import { visitorOf } from './guard.ts';
import { type PageFile, readPageFiles } from './page-files.ts';
import { policy, send } from './reply.ts';

export interface EntranceOptions {
  readonly folder: string;
  readonly token: string;
  readonly secret: string;
  readonly clock: Clock;
}

/** A redirect in the head would be part of the way of who linked here, and such a way carries no cookie. */
const entered =
  '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/"><link rel="icon" href="/icon.svg"><title>Eddy</title><a href="/">Eddy</a>\n';
const turnedAway = 'This link was used, or is older than a minute, or is not of this hub. Another one: eddy open.\n';

/** Lets in who has a link or a cookie, and hands out the page. */
export class Entrance {
  /** The port that it is known by. */
  port = 0;
  readonly #keys: DoorKeys;
  readonly #files: ReadonlyMap<string, PageFile>;

  constructor({ folder, ...keys }: EntranceOptions) {
    this.#keys = new DoorKeys(keys);
    this.#files = readPageFiles(folder);
  }

  get hosts(): ReadonlySet<string> {
    return new Set(['127.0.0.1', 'localhost', '[::1]'].map(name => `${name}:${this.port}`));
  }

  newLink(): string {
    return `http://127.0.0.1:${this.port}/enter?code=${this.#keys.newCode()}`;
  }

  enter(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
    const isGood = this.#keys.takeCode(query.get('code') ?? '');
    // A link that is followed twice leads to the page that it has opened.
    if (!isGood && this.visitorOf(request) === undefined) {
      send(response, 401, 'text/plain; charset=utf-8', turnedAway);
      return;
    }
    this.#giveCookie(response);
    send(response, 200, 'text/html; charset=utf-8', entered);
  }

  visitorOf(request: IncomingMessage): string | undefined {
    return visitorOf(request, this.#keys, this.#cookieName);
  }

  file(path: string): PageFile | undefined {
    return this.#files.get(path);
  }

  sendFile({ type, body, tag }: PageFile, request: IncomingMessage, response: ServerResponse): void {
    if (type.startsWith('text/html')) {
      const nonce = nodeCrypto().randomBytes(16).toString('base64');
      response.setHeader('content-security-policy', policy(nonce));
      // Who comes back is known for as long again; a program with the token needs none.
      if (request.headers.authorization === undefined) this.#giveCookie(response);
      send(response, 200, type, body.toString('utf8').replace('__NONCE__', nonce));
      return;
    }
    response.setHeader('etag', tag);
    response.setHeader('cache-control', 'private, no-cache');
    if (request.headers['if-none-match'] === tag) response.writeHead(304).end();
    else send(response, 200, type, body);
  }

  get #cookieName(): string {
    // Cookies know no ports.
    return `eddy_${this.port}`;
  }

  #giveCookie(response: ServerResponse): void {
    const { cookie, maxAgeS } = this.#keys.newCookie();
    // Without `Secure`: not each browser keeps such a cookie that came over HTTP, though it never left this machine.
    const value = `${this.#cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAgeS}`;
    response.setHeader('set-cookie', value);
  }
}
