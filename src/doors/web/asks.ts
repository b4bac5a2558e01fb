import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, fail, isEddyError } from '../../base/index.ts';
import {
  type ControlAnswer,
  type ControlAsk,
  type ControlName,
  isControlName,
  mustBeAsk,
  mustBeFlat,
  wireError,
} from '../../wire/protocol/index.ts';
import { readBody } from './read-body.ts';
import { sendAnswer, sendError } from './reply.ts';

export interface AskedHub {
  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
}

const body = { maxBytes: 1024 * 1024, withinMs: 10_000 };
/** The page's own business is the rest; these are those of who starts programs, or follows by a line of its own. */
const notForPages: ReadonlySet<string> = new Set(['hello', 'follow', 'openRun', 'endRun']);

/** A control request, in HTTP. What is wrong with it is told here: the hub would let the line go that says it. */
export async function answerAsk(
  name: string,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  { hub, clock }: { readonly hub: AskedHub; readonly clock: Clock },
): Promise<void> {
  try {
    if (!isControlName(name) || notForPages.has(name)) throw fail('unknown-id', `There is no ask "${name}".`);
    const ask = parse(await readBody(request, clock, body));
    mustBeAsk(name, ask);
    sendAnswer({ request, response }, { result: await hub.ask(name, ask as ControlAsk<ControlName>) });
  } catch (error) {
    if (request.complete) return sendAnswer({ request, response }, { error: wireError(error) });
    response.setHeader('connection', 'close');
    sendError(response, wireError(error), statusOfBody(error));
  }
}

/** Of a body that was not read to its end. */
function statusOfBody(error: unknown): number | undefined {
  if (isEddyError(error, 'bad-message')) return 413;
  return isEddyError(error, 'deadline-passed') ? 408 : undefined;
}

function parse(text: string): unknown {
  mustBeFlat(text);
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw fail('bad-message', 'The body is not JSON.', { cause });
  }
}
