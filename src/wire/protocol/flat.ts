import { fail } from '../../base/index.ts';

/** What we hear we write out again, and writing JSON goes as deep as its values do: far less than the stack bears. */
const maxDepth = 500;
const [quote, backslash, open, openList, close, closeList] = [34, 92, 123, 91, 125, 93];

/** A line whose values lie too deep within each other is refused before it is read. */
export function mustBeFlat(text: string): void {
  if (text.length <= maxDepth) return;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === open || code === openList) depth++;
    else if (code === close || code === closeList) depth--;
    if (depth > maxDepth) throw fail('bad-message', `A line has values more than ${maxDepth} levels deep.`);
  }
}

/** The place of the quote that ends it, or the text's end. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
