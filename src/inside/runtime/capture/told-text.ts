import { Redaction } from './redaction.ts';

const redaction = new Redaction();

/** For what leaves the program: without the secrets that messages carry. */
export function toldText(text: string): string {
  return redaction.hideIn(text);
}
