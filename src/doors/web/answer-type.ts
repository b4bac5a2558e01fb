import type { IncomingMessage } from 'node:http';

/**
 * Who accepts this takes a refusal as an answer like any other: `{ error }` with 200. A browser writes every other status on its
 * console as an error of the page, and a typo in an expression is none.
 */
export const answerType = 'application/vnd.eddy.answer+json';

/** It must be said by name: who takes just anything goes by the status. */
export function takesAnswers({ headers }: IncomingMessage): boolean {
  return headers.accept?.split(',').some(one => one.split(';')[0]?.trim().toLowerCase() === answerType) === true;
}
