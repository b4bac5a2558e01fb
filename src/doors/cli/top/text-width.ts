import { stripVTControlCharacters } from 'node:util';

// Marks that stand on the letter before them, and signs that show nothing.
const narrow = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
// East Asian letters and pictures take two columns of a terminal.
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;
const plain = /^[\u0020-\u007e]*$/;

/** How many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width;
}

/** Exactly so wide: cut with an ellipsis, or filled with spaces. */
export function fitText(
  text: string,
  width: number,
  { side = 'left', cuts = 'end' }: { readonly side?: 'left' | 'right'; readonly cuts?: 'start' | 'end' } = {},
): string {
  const cut = cutText(text, width, cuts);
  const space = ' '.repeat(Math.max(0, width - textWidth(cut)));
  return side === 'left' ? cut + space : space + cut;
}

/** At most so wide. */
export function cutText(text: string, width: number, cuts: 'start' | 'end' = 'end'): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return '';
  const letters = cuts === 'end' ? [...text] : [...text].reverse();
  let taken = 1;
  const kept = letters.findIndex(letter => {
    taken += letterWidth(letter);
    return taken > width;
  });
  const rest = letters.slice(0, kept);
  return cuts === 'end' ? `${rest.join('')}…` : `…${rest.reverse().join('')}`;
}

/** Colours take no room. */
export function paintedWidth(line: string): number {
  return textWidth(stripVTControlCharacters(line));
}

/** A line that is too wide loses its colours with its end. */
export function cutPainted(line: string, width: number): string {
  const bare = stripVTControlCharacters(line);
  return textWidth(bare) <= width ? line : cutText(bare, width);
}

function letterWidth(letter: string): number {
  if (plain.test(letter)) return 1;
  if (narrow.test(letter)) return 0;
  return wide.test(letter) ? 2 : 1;
}
