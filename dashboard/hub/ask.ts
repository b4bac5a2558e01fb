import type { ControlAnswer, ControlAsk, ControlName, WireError } from '../../src/wire/protocol/index.ts';
import { visible } from './visible.ts';

/** The hub, or the door before it, said no. The message is for people. */
export class HubError extends Error {
  readonly code: string;

  constructor({ code, message }: WireError) {
    super(message);
    this.name = 'HubError';
    this.code = code;
  }
}

export async function ask<N extends ControlName>(name: N, question: ControlAsk<N>): Promise<ControlAnswer<N>> {
  const response = await send(`/api/v1/ask/${name}`, question);
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  if (!isJson) throw new HubError({ code: `http-${response.status}`, message: await response.text() });
  const answer = JSON.parse(visible(await response.text())) as { result?: ControlAnswer<N>; error?: WireError };
  const { result, error } = answer;
  if (error !== undefined) throw new HubError(error);
  return result as ControlAnswer<N>;
}

async function send(path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new HubError({ code: 'closed', message: 'The hub is away; it is called again.' });
  }
}
