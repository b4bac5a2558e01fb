import { matches } from '../../../base/index.ts';

/**
 * The column to give to Node so that its caret stands where its native side would put it. With a map, Node moves it by the
 * width of the characters before it; without one, by their number. Both from 0.
 */
export function caretColumn(line: string, column: number): number {
  if (!matches(/[^\t\x20-\x7e]/, line.slice(0, column + 1))) return column;
  const wanted = nativePrefix(line, column);
  for (let at = 0; at < line.length; at++) if (mappedPrefix(line, at) === wanted) return at;
  return column;
}

/** It counts in UTF-16 units and looks for tabs in the bytes. */
function nativePrefix(line: string, column: number): string {
  const bytes = Buffer.from(line);
  let prefix = '';
  for (let at = 0; at < column; at++) prefix += bytes[at] === 9 ? '\t' : ' ';
  return prefix;
}

function mappedPrefix(line: string, column: number): string {
  let prefix = '';
  for (const character of line.slice(0, column + 1))
    prefix += character === '\t' ? '\t' : ' '.repeat(widthOf(character));
  return prefix.slice(0, -1);
}

function widthOf(character: string): number {
  if (matches(/[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u, character)) return 0;
  return matches(wide, character) ? 2 : 1;
}

const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
