import { fail, nearest } from '../../../base/index.ts';
import {
  type FailRule,
  findingKinds,
  matcherWords,
  type ProbeWords,
  parseEventProbe,
  parseFailOn,
  parseLogProbe,
  parseMatcher,
  parseProbe,
  placeWords,
  probeWords,
  refusedWays,
} from '../../../wire/protocol/index.ts';
import { key } from '../key.ts';
import { choice, count, flag, list, listOfWords, optional, text, time, words } from '../types/index.ts';

const failRule = words<FailRule>(
  'KIND[:N] or any[:N]',
  given => {
    const [rule, ...more] = parseFailOn(given);
    if (more.length > 0) throw fail('bad-config', `"${given}" is several rules: write each as an element of the list.`);
    return rule as FailRule;
  },
  ({ kind, allowed }) => `${kind}:${allowed}`,
);

const matcher = words('what to match by', given => parseMatcher('match', given), matcherWords);

const verbs = ['hold', 'stop', 'snap', 'log', 'on'] as const;

/** The words of the command line without their dashes: `hold shop.ts:42 if total > 3`. */
export function parseProbeLine(line: string): ProbeWords {
  const space = line.indexOf(' ');
  const verb = space < 0 ? line : line.slice(0, space);
  const rest = space < 0 ? '' : line.slice(space + 1).trim();
  if (verb === 'log') return parseLogProbe(verb, rest);
  if (verb === 'on') return parseEventProbe(verb, rest);
  if (verb === 'hold' || verb === 'stop' || verb === 'snap') return parseProbe(verb, verb, rest);
  const near = nearest(verb.slice(0, 100), verbs);
  throw fail('bad-config', `"${verb.slice(0, 60)}" is none of ${verbs.join(', ')}.`, {
    hint: `${near.length > 0 ? `Did you mean ${near[0]}? ` : ''}As in: hold shop.ts:42.`,
  });
}

function probeLine(probe: ProbeWords): string {
  if ('line' in probe.place) return probeWords(probe);
  return `on ${probe.kind}@${placeWords(probe.place)}${probe.condition === undefined ? '' : ` if ${probe.condition}`}`;
}

const sessionName = text('name of a session', {
  pattern: /^(?![ps]\d+$)[\w.@+-]{1,64}$/,
  says: 'letters, digits and . _ - + @, at most 64, and not like p1 or s1',
});

/** What one run is told: most of it can be said on the command line too. */
export const runKeys = {
  name: key(optional(text('name')), undefined, 'What this run is called in the summary and in `eddy runs`.', '--name'),
  report: key(
    optional(text('file')),
    undefined,
    'Write the report here when the program ends, however it ends.',
    '--report',
  ),
  events: key(
    optional(text('file')),
    undefined,
    'Write events here as they happen: NDJSON, one event a line.',
    '--events',
  ),
  dump: key(
    optional(text('file')),
    undefined,
    'Write every pending flow and the line that it awaits here, when the program ends with such, or at SIGQUIT.',
    '--dump',
  ),
  failOn: key(
    list(failRule, 'list of KIND[:N]'),
    [],
    'Exit with 86 where the program exits with 0 and more than N (default 0) of these findings were seen; `any` is every kind.',
    '--fail-on',
  ),
  quiet: key(flag, false, 'No word of ours on standard error but errors.', '--quiet'),
  json: key(flag, false, 'The summary on standard error as one JSON document.', '--json'),
  wait: key(flag, false, 'Hold the program before its first line until `eddy resume` lets it go.', '--wait'),
  prompt: key(
    choice(['shared', 'ours', 'none']),
    'shared',
    'Whose the terminal is while something is held: `shared`, Eddy’s alone (`ours`), or the program’s alone (`none`).',
    '--prompt',
  ),
  observeOnly: key(flag, false, 'Nobody may stop, hold, evaluate or change anything in a run.', '--observe-only'),
  gates: {
    enabled: key(
      flag,
      true,
      'Whether code gets gates; without, no functions are seen, and nothing is held.',
      '--no-gates',
    ),
    include: key(
      list(text('glob'), 'list of globs'),
      [],
      'Files of packages that get gates too (`**`: all).',
      '--include',
    ),
    exclude: key(list(text('glob'), 'list of globs'), [], 'Files that get no gates.', '--exclude'),
  },
  probes: key(
    listOfWords(words('probe', parseProbeLine, probeLine), 'list of probes'),
    [],
    'Probes of every run, in the words of the command line without the dashes: `hold shop.ts:42 if total > 3`, `snap FILE:LINE`, `stop FILE:LINE`, `log FILE:LINE=TEXT {expr}`; by kind of place: `on [KIND@]throw[:Name] | uncaught[:Name] | abort | scope-cancel | finding:KIND`.',
    '--hold',
  ),
  session: key(
    optional(sessionName),
    undefined,
    'The session that the probes belong to (`main` unless told).',
    '--session',
  ),
  match: key(
    listOfWords(matcher, 'list of matchers'),
    [],
    'Which flows the probes concern, as `header:x-debug=ann`: all must hold. Empty: every flow.',
    '--match',
  ),
  probeDefaults: {
    holdFor: key(time(), 300_000, 'A hold, or a stop, lets go by itself after so long.', '--hold-for'),
    fromHit: key(count(1, 1e9), 1, 'Begin at the Nth time that the condition holds.', '--from-hit'),
    every: key(count(1, 1e9), 1, 'Only every Nth time from there on.', '--every'),
    maxHits: key(optional(count(1, 1e9)), undefined, 'Take a probe away after so many hits.', '--max-hits'),
    maxRate: key(
      optional(count(1, 1e6, 'hits a second')),
      undefined,
      'At most so many hits of a probe a second; the others are counted and passed.',
      '--max-rate',
    ),
    expires: key(optional(time()), undefined, 'Take a probe away after so long.', '--expires'),
    allowSideEffects: key(
      flag,
      false,
      'Conditions and texts may change the program; without, such are refused.',
      '--allow-side-effects',
    ),
    whenRefused: key(
      list(choice(refusedWays), 'list of ways'),
      [],
      'What is done for a probe that a program refuses, one way after another until one does something: `retry` asks it three times more, `fallback` makes a hold a stop, `degrade` makes a hold or stop a snap, `skip` takes the probe away. Empty: it stays refused, with the reason.',
    ),
  },
  findings: {
    off: key(
      list(choice(findingKinds, 'kind of finding'), 'list of kinds'),
      [],
      'Kinds of findings that are not looked for in a run.',
    ),
  },
} as const;
