import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorTable, isErrorCode } from '../../base/index.ts';
import type { WireError } from '../../wire/protocol/index.ts';
import { answerType, takesAnswers } from './answer-type.ts';
import type { Refusal } from './guard.ts';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Without what is asked. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export const jsonType = 'application/json; charset=utf-8';

/** No script, style or address but the page's own; no other page may frame it. Styles that the source view makes carry the nonce. */
export function policy(nonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === undefined ? '' : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // No text becomes markup or script, not even by a mistake of ours.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

export function secureHeaders(response: ServerResponse): void {
  response.setHeader('content-security-policy', policy());
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  // What the debugged program serves at another port is the same site: its pages get no share of our page's process.
  response.setHeader('origin-agent-cluster', '?1');
  response.setHeader('cache-control', 'no-store');
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, jsonType, JSON.stringify(value));
}

/** What was asked for, or why not. */
export function sendAnswer(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  answer: { readonly result: unknown } | { readonly error: WireError },
): void {
  if (takesAnswers(request)) send(response, 200, answerType, JSON.stringify(answer));
  else if ('error' in answer) sendError(response, answer.error);
  else sendJson(response, 200, answer);
}

/** What went wrong, in JSON: what stands in it is never taken for a page. */
export function sendError(response: ServerResponse, error: WireError, status = statusOf(error.code)): void {
  sendJson(response, status, { error });
}

/** To programs in JSON, to people in plain words. */
export function refuse({ path, response }: Exchange, { status, code, why }: Refusal): void {
  if (path.startsWith('/api/')) sendError(response, { code, message: why }, status);
  else send(response, status, 'text/plain; charset=utf-8', `${why}\n`);
}

export function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function statusOf(code: string): number {
  return isErrorCode(code) ? errorTable[code].http : 500;
}
