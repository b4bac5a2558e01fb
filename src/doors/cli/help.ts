import { findingKinds, type OptionSpec } from '../../wire/protocol/index.ts';
import type { Command } from './command.ts';

export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length), 'help findings'.length);
  const rows = commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return lines(
    'eddy: an async-aware debugger. It debugs one async flow and leaves the rest of the program running.',
    '',
    'Usage: eddy COMMAND [options] …',
    '',
    'Commands:',
    ...rows,
    `  ${'help COMMAND'.padEnd(width)}  Say more about a command.`,
    `  ${'help findings'.padEnd(width)}  List what Eddy can find.`,
    '',
    'Options:',
    '  --help, -h     Show this help.',
    '  --version, -v  Show the version.',
    '',
    ...commands.slice(0, 3).flatMap(({ examples }) => examples.slice(0, 1).map(one => `Try: ${one}`)),
  );
}

export function commandHelp(command: Command): string {
  return lines(
    `Usage: eddy ${command.name} ${command.usage}`,
    '',
    command.about,
    '',
    'Options:',
    ...optionRows(command.options),
    '',
    ...command.details.flatMap(paragraph => [...wrap(paragraph, 100), '']),
    'Examples:',
    ...command.examples.map(one => `  ${one}`),
  );
}

export function findingsHelp(): string {
  return lines(
    'The kinds of findings, as --fail-on takes them (or: any):',
    '',
    ...findingKinds.map(kind => `  ${kind}`),
    '',
    'Examples:',
    '  eddy run --fail-on any shop.ts',
    '  eddy run --fail-on lock-leaked,loop-blocked:2 -- node --test',
    '',
    'When each is seen and what to do about it: docs/findings.md.',
  );
}

function optionRows(options: readonly OptionSpec[]): string[] {
  const names = options.map(
    ({ flag, short, value }) => [flag, short].filter(Boolean).join(', ') + (value ? ` ${value}` : ''),
  );
  const width = Math.min(24, Math.max(...names.map(name => name.length)));
  return options.flatMap(({ about }, at) => {
    const name = names[at]!;
    const text = wrap(about, 100 - width - 4);
    const indent = ' '.repeat(width + 4);
    if (name.length > width) return [`  ${name}`, ...text.map(line => indent + line)];
    return text.map((line, row) => (row === 0 ? `  ${name.padEnd(width)}  ${line}` : indent + line));
  });
}

function wrap(text: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ')) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row);
      row = word;
    } else {
      row = row === '' ? word : `${row} ${word}`;
    }
  }
  return [...rows, row];
}

function lines(...all: string[]): string {
  return `${all.join('\n')}\n`;
}
