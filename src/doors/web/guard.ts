import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../base/index.ts';
import type { DoorKeys } from './door-keys.ts';

/** What is wrong with a request before anything of it is looked at; undefined: nothing. */
export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly why: string;
}

const foreign: Refusal = { status: 403, code: 'shut-out', why: 'Another site has no business here.' };
const maxAddress = 4096;

/**
 * A browser is led by any page to any port of this machine: so the host must be ours by name (a name that was made to lead
 * here is not), and who asks for more than the page must come from it.
 */
export function refusalOf(request: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  const { url = '', headers, headersDistinct, method } = request;
  // Said twice, one of them is for somebody else.
  const [host = '', ...others] = headersDistinct.host ?? [];
  if (!hosts.has(host) || others.length > 0)
    return { status: 421, code: 'shut-out', why: 'This door has another name.' };
  if (!url.startsWith('/') || url.length > maxAddress)
    return { status: 400, code: 'bad-message', why: 'That is no address of this door.' };
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return foreign;
  const site = headers['sec-fetch-site'];
  // A link is followed from anywhere: from a mail, or a terminal in a page.
  const isEntering = method === 'GET' && url.startsWith('/enter?');
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isEntering) return foreign;
  // A form of another site can post a text without asking; it cannot post this.
  const isJson = /^application\/json(?:;|$)/.test(headers['content-type'] ?? '');
  if (method === 'POST' && !isJson) return { status: 415, code: 'bad-message', why: 'Say it in application/json.' };
  return undefined;
}

/** Who it is that asks, by what it shows: a cookie of ours, or the hub's token as a program does. Undefined: nobody we know. */
export function visitorOf(request: IncomingMessage, keys: DoorKeys, cookieName: string): string | undefined {
  const { authorization, cookie = '' } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
    return token !== undefined && keys.isToken(token) ? 'token' : undefined;
  }
  const shown = cookie.split(/;\s*/).find(one => one.startsWith(`${cookieName}=`) && keys.isGoodCookie(cookieIn(one)));
  return shown === undefined ? undefined : cookieIn(shown);
}

function cookieIn(cookie: string): string {
  return cookie.slice(cookie.indexOf('=') + 1);
}
