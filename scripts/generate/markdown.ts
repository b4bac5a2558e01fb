export function page(title: string, from: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, `<!-- Made by \`npm run generate\` from ${from}. Change it there. -->`, ...parts].join('\n\n')}\n`;
}

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
