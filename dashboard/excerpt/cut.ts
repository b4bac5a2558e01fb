export interface ExcerptLine {
  readonly number: number;
  readonly text: string;
}

const maxWidth = 400;

/** The lines round one, without the indentation that all of them have. Empty: the file has no such line. */
export function linesRound(lines: readonly string[], line: number, around: number): ExcerptLine[] {
  if (line < 1 || line > lines.length) return [];
  const from = Math.max(1, line - around);
  const cut = lines.slice(from - 1, line + around).map(text => text.slice(0, maxWidth).replaceAll('\t', '  '));
  const indents = cut.filter(text => text.trim() !== '').map(text => text.length - text.trimStart().length);
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  return cut.map((text, at) => ({ number: from + at, text: text.slice(least).trimEnd() }));
}
