import { fail, nearest } from '../../base/index.ts';
import { type FailOn, parseFailOn } from './fail-on.ts';

/** What `eddy run` and EDDY_OPTIONS may be told. */
export interface RunOptions {
  /** Where the report goes; absent: no report is written. */
  readonly report?: string;
  /** Where events go as they happen, a JSON document a line. */
  readonly events?: string;
  /** Empty: findings never change the exit status. */
  readonly failOn: FailOn;
  /** Nothing of ours on standard error, errors excepted. */
  readonly quiet: boolean;
  /** The words at the end as one JSON document, and none before. */
  readonly json: boolean;
  /** What people call this run. */
  readonly name?: string;
  readonly help: boolean;
}

export interface OptionSpec {
  readonly flag: string;
  readonly short?: string;
  /** Name of its value; absent for a switch. */
  readonly value?: string;
  readonly about: string;
}

/** One row an option: the parser and the help are made from it. */
export const runOptionSpecs = [
  { flag: '--report', value: 'FILE', about: 'Write the report here when the program ends, however it ends.' },
  { flag: '--events', value: 'FILE', about: 'Write events here as they happen: NDJSON, one event a line.' },
  {
    flag: '--fail-on',
    value: 'KIND[:N][,…]|any[:N]',
    about: 'Exit with 86 where the program exits with 0 and more than N (default 0) of these findings were seen.',
  },
  { flag: '--name', value: 'NAME', about: 'What this run is called in the summary.' },
  { flag: '--quiet', short: '-q', about: 'No word of ours on standard error but errors.' },
  { flag: '--json', about: 'The summary on standard error as one JSON document.' },
  { flag: '--help', short: '-h', about: 'Show this help.' },
] as const satisfies readonly OptionSpec[];

type RunFlag = (typeof runOptionSpecs)[number]['flag'];

/** Reads options up to the first word that is none, or past `--`; the rest is the program and its own words. */
export function parseRunOptions(words: readonly string[]): { options: RunOptions; rest: string[] } {
  const options: { -readonly [K in keyof RunOptions]: RunOptions[K] } = {
    failOn: [],
    quiet: false,
    json: false,
    help: false,
  };
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      at++;
      break;
    }
    if (word === '-' || !word.startsWith('-')) break;
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const spec = specOf(equals < 0 ? word : word.slice(0, equals));
    let value = equals < 0 ? undefined : word.slice(equals + 1);
    if (spec.value === undefined && value !== undefined) {
      throw fail('bad-option', `${spec.flag} takes no value, but "${value}" was given.`);
    }
    if (spec.value !== undefined) {
      value ??= words[++at];
      if (value === undefined || value === '') throw fail('bad-option', `${spec.flag} needs a value: ${spec.value}.`);
    }
    set(options, spec.flag as RunFlag, value ?? '');
  }
  return { options, rest: words.slice(at) };
}

function specOf(flag: string): OptionSpec {
  const specs: readonly OptionSpec[] = runOptionSpecs;
  const spec = specs.find(one => one.flag === flag || one.short === flag);
  if (spec !== undefined) return spec;
  const near = nearest(
    flag,
    specs.map(one => one.flag),
  );
  throw fail('bad-option', `There is no option ${flag}.`, {
    hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}Options of the program itself come after its name.`,
    data: { flag, near },
  });
}

function set(options: { -readonly [K in keyof RunOptions]: RunOptions[K] }, flag: RunFlag, value: string): void {
  switch (flag) {
    case '--report':
      options.report = file(flag, value);
      break;
    case '--events':
      options.events = file(flag, value);
      break;
    case '--fail-on':
      options.failOn = [...options.failOn, ...parseFailOn(value)];
      break;
    case '--name':
      options.name = value;
      break;
    case '--quiet':
      options.quiet = true;
      break;
    case '--json':
      options.json = true;
      break;
    case '--help':
      options.help = true;
  }
}

function file(flag: string, value: string): string {
  if (value !== '-') return value;
  throw fail('bad-option', `${flag} - is refused: standard output belongs to the program alone.`, {
    hint: `Name a file, as in ${flag} ${flag === '--report' ? 'eddy-report.json' : 'eddy-events.ndjson'}.`,
  });
}

/** Splits a string into words as Node does with NODE_OPTIONS: at spaces; "…" keeps them, and in it \ keeps the next character. */
export function splitOptionWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    let char = text[at]!;
    if (char === '\\' && quoted && at + 1 < text.length) {
      char = text[++at]!;
    } else if (char === '"') {
      quoted = !quoted;
      word ??= '';
      continue;
    } else if (char === ' ' && !quoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}
