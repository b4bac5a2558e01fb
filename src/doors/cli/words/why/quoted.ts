const maxLength = 240;

/**
 * Text that comes from the program, for who reads it as text and as data: no line end, no control or invisible character,
 * bounded. What it says is for the reader to judge; it cannot be taken for ours between the marks of `quoted`.
 */
export function told(text: string, length = maxLength): string {
  const line = text
    .slice(0, length * 8)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}\s]+/gu, ' ')
    .trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Between marks that it cannot close. */
export function quoted(text: string, length?: number): string {
  return `«${told(text, length).replaceAll('«', '‹').replaceAll('»', '›')}»`;
}
