import { fail } from '../../base/index.ts';
import { type FailOn, parseFailOn } from './fail-on.ts';
import { type OptionSpec, type OptionWord, readOptions } from './option-words.ts';
import { type PortPlace, parsePagePlace, portWords } from './port-place.ts';
import {
  isProbeOption,
  noProbes,
  type ProbeFlag,
  type ProbeOptions,
  probeSpecs,
  withProbeOption,
} from './probe-options.ts';
import type { AlertSettings, InsideSettings, LogSettings, SessionRules, WatchSettings } from './run-settings.ts';

/** What `eddy run` and EDDY_OPTIONS may be told. */
export interface RunOptions {
  /** The configuration file; false: none is read. Absent: the nearest. */
  readonly config?: string | false;
  /** Where the report goes; absent: no report is written. */
  readonly report?: string;
  /** Where events go as they happen, a JSON document a line. */
  readonly events?: string;
  /** Empty: findings never change the exit status. */
  readonly failOn: FailOn;
  /** Where all flows and their async stacks go when the program ends with flows pending, and at SIGQUIT. */
  readonly dump?: string;
  /** Nothing of ours on standard error, errors excepted. */
  readonly quiet: boolean;
  /** The words at the end as one JSON document, and none before. */
  readonly json: boolean;
  /** What people call this run. */
  readonly name?: string;
  /** The Python that runs `.py` files: a command, a path, or the folder of a virtual environment. Absent: it is looked for. */
  readonly python?: string;
  readonly help: boolean;
  /** `eddy test`: what runs is a test runner, or starts one. */
  readonly tests?: true;
  /** Probes from the first line on. */
  readonly probing: ProbeOptions;
  /** The hub keeps every event, and not only what probes and findings tell. */
  readonly record: boolean;
  /** Absent: no page is served. */
  readonly dashboard?: PageWish;
  /** A hub that stays; absent: the run has one of its own. */
  readonly hub?: string;
  /** The program waits before its first line until it is told to go. */
  readonly wait: boolean;
  /** While something is held, what is typed is for us; else for the program. `ours`: never for the program, which gets an
   * empty standard input. `none`: for the program alone. */
  readonly prompt: 'shared' | 'ours' | 'none';
  /** No evaluate, no change, no hold, no stop. */
  readonly observeOnly: boolean;
  /** What gets gates beside the program's own files, and what does not; false: nothing does. */
  readonly gates: { readonly include: readonly string[]; readonly exclude: readonly string[] } | false;
  /** What the configuration says beside; absent: nothing. */
  readonly inside?: InsideSettings;
  readonly rules?: SessionRules;
  /** Absent: it is started once. */
  readonly watch?: WatchSettings;
  readonly log?: LogSettings;
  readonly alerts?: AlertSettings;
}

export interface PageWish {
  /** Absent: any that is free; with a hub that stays: where the hub has it. */
  readonly at?: PortPlace;
  /** A browser is opened at once. */
  readonly opens: boolean;
}

/** One row an option: the parser and the help are made from it. */
export const runOptionSpecs = [
  {
    flag: '--config',
    value: 'FILE',
    about: 'The configuration. Without: the nearest eddy.config.yaml, .yml or .json of this project.',
  },
  { flag: '--no-config', about: 'Read no configuration file.' },
  { flag: '--report', value: 'FILE', about: 'Write the report here when the program ends, however it ends.' },
  { flag: '--events', value: 'FILE', about: 'Write events here as they happen: NDJSON, one event a line.' },
  {
    flag: '--fail-on',
    value: 'KIND[:N][,…]|any[:N]',
    about: 'Exit with 86 where the program exits with 0 and more than N (default 0) of these findings were seen.',
  },
  {
    flag: '--dump',
    value: 'FILE',
    about: 'Write every pending flow and the line that it awaits here, when the program ends with such, or at SIGQUIT.',
  },
  {
    flag: '--hub',
    value: 'NAME',
    about: 'Join the hub of that name (eddy serve), which keeps what it sees; without, the run has a hub of its own.',
  },
  {
    flag: '--dashboard',
    value: '[PORT]',
    valueLooksLike: portWords,
    about:
      'Serve the dashboard while the program runs, and say its link; at any free port unless told. Every event is recorded. With --hub: the hub’s dashboard.',
  },
  { flag: '--open', about: 'The same, and open the link in a browser.' },
  { flag: '--record', about: 'Have the hub keep every event too: flows, tasks, scopes, locks. For eddy export.' },
  { flag: '--name', value: 'NAME', about: 'What this run is called in the summary.' },
  {
    flag: '--python',
    value: 'PYTHON',
    about: 'What runs .py files: a command, a path or a virtual environment. Without: VIRTUAL_ENV, .venv, python3.',
  },
  { flag: '--quiet', short: '-q', about: 'No word of ours on standard error but errors.' },
  { flag: '--json', about: 'The summary on standard error as one JSON document.' },
  ...probeSpecs,
  { flag: '--wait', about: 'Hold the program before its first line until `eddy resume` lets it go.' },
  {
    flag: '--prompt',
    about:
      'The terminal is Eddy’s alone, for commands when something is held; the program gets an empty standard input.',
  },
  { flag: '--no-prompt', about: 'The terminal is the program’s alone, also while something is held.' },
  { flag: '--watch', about: 'Start the program again each time that its code has changed.' },
  {
    flag: '--watch-path',
    value: 'PATH',
    about: 'Look at this folder’s code, or at this file, instead of the folder where we are. More than once.',
  },
  { flag: '--observe-only', about: 'Nobody may stop, hold, evaluate or change anything in this run.' },
  { flag: '--include', value: 'GLOB', about: 'Files of packages that get gates too (** : all). More than once.' },
  { flag: '--exclude', value: 'GLOB', about: 'Files that get no gates. More than once.' },
  { flag: '--no-gates', about: 'Leave all code as it is: no functions are seen, no holds.' },
  { flag: '--help', short: '-h', about: 'Show this help.' },
] as const satisfies readonly OptionSpec[];

const watchHere: WatchSettings = { paths: ['.'], debounceMs: 100, killAfterMs: 5_000 };

type RunFlag = (typeof runOptionSpecs)[number]['flag'];
type Writable = { -readonly [K in keyof RunOptions]: RunOptions[K] };

export interface ParsedRun {
  readonly options: RunOptions;
  /** The program and its own words. */
  readonly rest: string[];
  /** The options that were given, as `--report`. */
  readonly flags: readonly string[];
}

/** Reads options up to the first word that is none, or past `--`; the rest is the program and its own words. */
export function parseRunOptions(words: readonly string[]): ParsedRun {
  const read = readOptions(runOptionSpecs, words, 'first');
  const options: Writable = {
    failOn: [],
    quiet: false,
    json: false,
    help: false,
    probing: noProbes,
    wait: false,
    prompt: 'shared',
    record: false,
    observeOnly: false,
    gates: { include: [], exclude: [] },
  };
  for (const word of read.options) {
    if (isProbeOption(word)) options.probing = withProbeOption(options.probing, word);
    else set(options, word as OptionWord<Exclude<RunFlag, ProbeFlag>>);
  }
  runOptionsMustAgree(options, read.options);
  mustBeMeant(options, read.options);
  return { options, rest: read.rest, flags: read.options.map(({ flag }) => flag) };
}

function set(options: Writable, { flag, value }: OptionWord<Exclude<RunFlag, ProbeFlag>>): void {
  switch (flag) {
    case '--config':
      options.config = value;
      break;
    case '--no-config':
      options.config = false;
      break;
    case '--report':
      options.report = file(flag, value);
      break;
    case '--events':
      options.events = file(flag, value);
      break;
    case '--dump':
      options.dump = file(flag, value);
      break;
    case '--fail-on':
      options.failOn = [...options.failOn, ...parseFailOn(value)];
      break;
    case '--record':
      options.record = true;
      break;
    case '--hub':
      options.hub = value;
      break;
    case '--dashboard': {
      const at = value === '' ? options.dashboard?.at : parsePagePlace(flag, value);
      options.dashboard = { opens: options.dashboard?.opens === true, ...(at === undefined ? {} : { at }) };
      break;
    }
    case '--open':
      options.dashboard = { ...options.dashboard, opens: true };
      break;
    case '--name':
      options.name = value;
      break;
    case '--python':
      options.python = value;
      break;
    case '--quiet':
      options.quiet = true;
      break;
    case '--json':
      options.json = true;
      break;
    case '--wait':
      options.wait = true;
      break;
    case '--prompt':
      options.prompt = 'ours';
      break;
    case '--no-prompt':
      options.prompt = 'none';
      break;
    case '--watch':
      options.watch ??= watchHere;
      break;
    case '--watch-path':
      options.watch = {
        ...watchHere,
        paths: [...(options.watch === undefined || options.watch === watchHere ? [] : options.watch.paths), value],
      };
      break;
    case '--observe-only':
      options.observeOnly = true;
      break;
    case '--include':
      if (options.gates !== false) options.gates = { ...options.gates, include: [...options.gates.include, value] };
      break;
    case '--exclude':
      if (options.gates !== false) options.gates = { ...options.gates, exclude: [...options.gates.exclude, value] };
      break;
    case '--no-gates':
      options.gates = false;
      break;
    case '--help':
      options.help = true;
  }
}

/** Options that each can be read, and together mean nothing. */
export function runOptionsMustAgree(
  { probing, observeOnly, gates, wait, prompt, quiet, json, hub, dashboard }: RunOptions,
  words: readonly Pick<OptionWord, 'flag'>[] = [],
): void {
  const has = (flag: string) => words.some(word => word.flag === flag);
  const clash = (one: string, other: string, hint: string) => {
    throw fail('bad-option', `${one} and ${other} do not go together.`, { hint });
  };
  const acting = probing.probes.find(({ kind }) => kind === 'hold' || kind === 'stop');
  if (observeOnly && acting !== undefined) clash('--observe-only', `a ${acting.kind}`, 'Take a snap or a log there.');
  if (observeOnly && wait) clash('--observe-only', '--wait', 'Nobody could let it go.');
  if (observeOnly && probing.limits.allowSideEffects) {
    clash('--observe-only', '--allow-side-effects', 'Leave one of them away.');
  }
  if (has('--record') && !has('--hub')) {
    throw fail('bad-option', '--record: which hub is to keep it?', {
      hint: 'Add --hub NAME, or --events FILE instead.',
    });
  }
  if (hub !== undefined && dashboard?.at !== undefined) {
    clash(
      '--dashboard PORT',
      '--hub',
      'The hub has its page where eddy serve --dashboard PORT says; name no port here.',
    );
  }
  if (has('--prompt') && has('--no-prompt')) clash('--prompt', '--no-prompt', 'Leave one of them away.');
  if (prompt === 'ours' && (quiet || json))
    clash('--prompt', quiet ? '--quiet' : '--json', 'A prompt has to say something.');
  if (prompt === 'ours' && observeOnly) clash('--prompt', '--observe-only', 'Nothing is held in such a run.');
  if (gates === false && (has('--include') || has('--exclude'))) {
    clash('--no-gates', has('--include') ? '--include' : '--exclude', 'Leave one of them away.');
  }
}

/** Words about a probe, and none is there. */
function mustBeMeant({ probing }: RunOptions, words: readonly OptionWord[]): void {
  if (probing.probes.length > 0) return;
  // A session alone is for probes that come later, from another terminal.
  const limits = Object.keys(probing.limits).length > 0;
  if (limits || (probing.match.length > 0 && probing.session === undefined)) {
    const flag = words.find(word => isProbeOption(word) && word.flag !== '--session')?.flag;
    throw fail('bad-option', `${flag}: of which probe?`, { hint: 'Add one, as in --snap shop.ts:42.' });
  }
}

function file(flag: string, value: string): string {
  if (value !== '-') return value;
  throw fail('bad-option', `${flag} - is refused: standard output belongs to the program alone.`, {
    hint: `Name a file, as in ${flag} ${flag === '--events' ? 'eddy-events.ndjson' : `eddy-${flag.slice(2)}.json`}.`,
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
