import { exec } from './held-text.ts';
import { Redaction } from './redaction.ts';

const redaction = new Redaction();
const assigned = /^-{0,2}([\w.-]{1,100})=(.*)$/s;
const flagged = /^--?([a-zA-Z][\w.-]{1,99})$/;
const hidden = '[redacted: key]';

/** Words of a command line without the secrets among them: `--token X`, `--password=X`, `DB_PASS=X`, and what a secret looks like. */
export function hideInWords(words: readonly string[]): string[] {
  return words.map((word, at) => {
    const [, name, value] = exec(assigned, word) ?? [];
    if (name !== undefined && redaction.hidesKey(name, value)) return `${word.slice(0, word.indexOf('='))}=${hidden}`;
    const flag = exec(flagged, words[at - 1] ?? '')?.[1];
    if (flag !== undefined && !word.startsWith('-') && redaction.hidesKey(flag, word)) return hidden;
    return redaction.hideIn(word);
  });
}
