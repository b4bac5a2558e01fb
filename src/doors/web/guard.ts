import type { IncomingMessage } from 'node:http';
import type { DoorKeys } from './door-keys.ts';

/** What is wrong with a request before anything of it is looked at; undefined: nothing. */
export interface Refusal {
  readonly status: number;
  readonly why: string;
}

/**
 * A browser is led by any page to any port of this machine: so the host must be ours by name (a name that was made to lead
 * here is not), and who asks for more than the page must come from it.
 */
export function refusalOf(request: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  const { host = '', origin } = request.headers;
  if (!hosts.has(host)) return { status: 421, why: 'This door has another name.' };
  if (origin !== undefined && origin !== `http://${host}`)
    return { status: 403, why: 'Another site has no business here.' };
  const site = request.headers['sec-fetch-site'];
  const isEntering = request.method === 'GET' && request.url?.startsWith('/enter?') === true;
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isEntering)
    return { status: 403, why: 'Another site has no business here.' };
  // A form of another site can post a text without asking; it cannot post this.
  const isJson = /^application\/json\b/.test(request.headers['content-type'] ?? '');
  if (request.method === 'POST' && !isJson) return { status: 415, why: 'Say it in application/json.' };
  return undefined;
}

/** Whether it shows a cookie of ours, or the hub's token as a program does. */
export function mayEnter(request: IncomingMessage, keys: DoorKeys, cookieName: string): boolean {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return keys.isSecret(bearer);
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  return cookies.some(one => one.startsWith(`${cookieName}=`) && keys.isGoodCookie(one.slice(cookieName.length + 1)));
}
