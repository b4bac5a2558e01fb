import type { IncomingMessage } from 'node:http';
import { type Clock, fail } from '../../base/index.ts';

export interface BodyLimits {
  readonly maxBytes: number;
  readonly withinMs: number;
}

/** The text of a request. What is too much of it is read over, so that who says it hears our answer. */
export function readBody(request: IncomingMessage, clock: Clock, { maxBytes, withinMs }: BodyLimits): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const late = () => reject(fail('deadline-passed', `The body did not come within ${withinMs / 1000} s.`));
  const timer = clock.after(withinMs, late);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const take = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) {
      chunks.push(chunk);
      return;
    }
    chunks.length = 0;
    reject(fail('bad-message', `The body is longer than ${maxBytes} bytes.`));
  };
  request.on('data', take);
  request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  request.on('close', () => reject(fail('closed', 'The body was broken off.')));
  request.on('error', () => {});
  return promise.finally(() => timer.cancel());
}
