import type { answerType } from '../../src/doors/web/index.ts';
import type { WireError } from '../../src/wire/protocol/index.ts';
import { HubError } from './hub-error.ts';
import { visible } from './visible.ts';

/** A refusal is an answer, too: with another status the browser would call it an error of the page. */
const accept: typeof answerType = 'application/vnd.eddy.answer+json';

/** What the door answers. `away`: what is said when it does not. */
export async function readAnswer<T>(path: string, request: RequestInit, away: string): Promise<T> {
  const response = await fetch(path, { ...request, headers: { accept, ...request.headers } }).catch(() => {
    throw new HubError({ code: 'closed', message: away });
  });
  const text = await response.text();
  const isJson = /^application\/(?:[\w.]+\+)?json\b/.test(response.headers.get('content-type') ?? '');
  if (!isJson) throw new HubError({ code: `http-${response.status}`, message: text });
  const { result, error } = JSON.parse(visible(text)) as { result?: T; error?: WireError };
  if (error !== undefined) throw new HubError(error);
  return result as T;
}
