import type { ControlAnswer, ControlAsk, ControlName } from '../../src/wire/protocol/index.ts';
import { readAnswer } from './read-answer.ts';
import { meant } from './visible.ts';

export function ask<N extends ControlName>(name: N, question: ControlAsk<N>): Promise<ControlAnswer<N>> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: meant(JSON.stringify(question)) };
  return readAnswer(`/api/v1/ask/${name}`, request, 'The hub is away; it is called again.');
}
