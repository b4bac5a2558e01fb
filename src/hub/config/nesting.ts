import { Lexer } from 'yaml';

const maxFlow = 64;
/** Of `- - -`, and of tags and anchors, in one line. */
const maxInLine = 32;
/** What the lexer says of the text, and is not in it. */
const marks = new Set(['\u0002', '\u0018', '\u001f']);
const scalarMark = '\u001f';

/**
 * Offset where a text gets deeper than any configuration is; undefined where it does not. The parser calls itself once a level,
 * and the lexer does not: this is asked first.
 */
export function tooDeepAt(text: string): number | undefined {
  let [offset, flow, inLine] = [0, 0, 0];
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (!isScalar && !marks.has(token)) {
      if (token === '[' || token === '{') flow++;
      else if (token === ']' || token === '}') flow--;
      else if (token === '\n' || token === '\r\n') inLine = 0;
      else if (token === '-' || token === '?' || token[0] === '&' || token[0] === '!') inLine++;
      if (flow > maxFlow || inLine > maxInLine) return offset;
    }
    if (isScalar || !marks.has(token)) offset += token.length;
    isScalar = token === scalarMark && !isScalar;
  }
  return undefined;
}
