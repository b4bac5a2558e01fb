import { fail } from '../../base/index.ts';
import { parseDuration } from './duration.ts';
import { parseMatcher } from './matcher-words.ts';
import type { OptionSpec, OptionWord } from './option-words.ts';
import type { Matcher, ProbeSpec } from './probe.ts';
import { type ProbeWords, parseEventProbe, parseLogProbe, parseProbe } from './probe-words.ts';

/** What may be said of a probe beside its place and condition. */
export type ProbeLimits = Pick<
  ProbeSpec,
  'fromHit' | 'everyHits' | 'maxHits' | 'maxPerSecond' | 'holdForMs' | 'allowSideEffects'
> & {
  /** It is taken away so long after it was set. */
  readonly expiresInMs?: number;
};

export const probeLimitSpecs = [
  {
    flag: '--hold-for',
    value: 'TIME',
    about: 'A hold, or a stop, lets go by itself after so long: 500ms, 30s; 5m unless told.',
  },
  { flag: '--from-hit', value: 'N', about: 'Begin at the Nth time that the condition holds.' },
  { flag: '--every', value: 'N', about: 'Only every Nth time from there on.' },
  { flag: '--max-hits', value: 'N', about: 'Take the probe away after N hits.' },
  { flag: '--max-rate', value: 'N', about: 'At most N hits a second; the others are counted and passed.' },
  { flag: '--expires', value: 'TIME', about: 'Take the probe away after so long: 30s, 5m, 1h.' },
  { flag: '--allow-side-effects', about: 'Conditions and texts may change the program; without, such are refused.' },
] as const satisfies readonly OptionSpec[];

export const matchSpec = {
  flag: '--match',
  value: 'WHAT',
  about:
    'Which flows: header:NAME=VALUE, path:GLOB, method:VERB, baggage:KEY=VALUE, task:GLOB, flow:ID or expr:EXPR. More than once: all must hold. Without: every flow.',
} as const satisfies OptionSpec;

export const sessionSpec = {
  flag: '--session',
  value: 'NAME',
  about: 'The session that the probes belong to ("main" unless told).',
} as const satisfies OptionSpec;

/** The probes of `eddy run`. */
export const probeSpecs = [
  { flag: '--stop', value: 'FILE:LINE[ if EXPR]', about: 'Stop the whole process there.' },
  {
    flag: '--hold',
    value: 'FILE:LINE[ if EXPR]',
    about: 'Let only the flow that comes there wait; all others run on.',
  },
  { flag: '--snap', value: 'FILE:LINE[ if EXPR]', about: 'Take stack and variables there; nobody waits.' },
  {
    flag: '--log',
    value: 'FILE:LINE=TEXT[ if EXPR]',
    about: 'Say TEXT when a flow comes there; {expressions} in it are evaluated.',
  },
  {
    flag: '--on',
    value: '[KIND@]WHAT[ if EXPR]',
    about:
      'Snap (or KIND: stop, hold) at throw[:Name], uncaught[:Name], abort, scope-cancel or finding:KIND, as in stop@throw:TypeError.',
  },
  sessionSpec,
  matchSpec,
  ...probeLimitSpecs,
] as const satisfies readonly OptionSpec[];

export type ProbeFlag = (typeof probeSpecs)[number]['flag'];

/** What was asked for by the options above, in the order in which it was. */
export interface ProbeOptions {
  readonly probes: readonly ProbeWords[];
  readonly session?: string;
  readonly match: readonly Matcher[];
  readonly limits: ProbeLimits;
}

export const noProbes: ProbeOptions = { probes: [], match: [], limits: {} };

const flags = new Set<string>(probeSpecs.map(({ flag }) => flag));

export function isProbeOption(word: OptionWord): word is OptionWord<ProbeFlag> {
  return flags.has(word.flag);
}

/** With one option more. */
export function withProbeOption(known: ProbeOptions, { flag, value }: OptionWord<ProbeFlag>): ProbeOptions {
  switch (flag) {
    case '--stop':
      return { ...known, probes: [...known.probes, parseProbe(flag, 'stop', value)] };
    case '--hold':
      return { ...known, probes: [...known.probes, parseProbe(flag, 'hold', value)] };
    case '--snap':
      return { ...known, probes: [...known.probes, parseProbe(flag, 'snap', value)] };
    case '--log':
      return { ...known, probes: [...known.probes, parseLogProbe(flag, value)] };
    case '--on':
      return { ...known, probes: [...known.probes, parseEventProbe(flag, value)] };
    case '--session':
      return { ...known, session: sessionName(flag, value) };
    case '--match':
      return { ...known, match: [...known.match, parseMatcher(flag, value)] };
    case '--hold-for':
      return limited(known, { holdForMs: parseDuration(flag, value) });
    case '--expires':
      return limited(known, { expiresInMs: parseDuration(flag, value) });
    case '--from-hit':
      return limited(known, { fromHit: count(flag, value) });
    case '--every':
      return limited(known, { everyHits: count(flag, value) });
    case '--max-hits':
      return limited(known, { maxHits: count(flag, value) });
    case '--max-rate':
      return limited(known, { maxPerSecond: count(flag, value) });
    case '--allow-side-effects':
      return limited(known, { allowSideEffects: true });
  }
}

function limited(known: ProbeOptions, limits: ProbeLimits): ProbeOptions {
  return { ...known, limits: { ...known.limits, ...limits } };
}

/** Names stand beside ids and probes' ids in the same commands: they must not look like one. */
function sessionName(flag: string, value: string): string {
  if (/^[\w.@+-]{1,64}$/.test(value) && !/^[ps]\d+$/.test(value)) return value;
  throw fail('bad-option', `${flag} ${value}: that can be no session's name.`, {
    hint: 'Letters, digits and . _ - + @, at most 64, and not like p1 or s1: those are ids.',
  });
}

function count(flag: string, value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && Number.isSafeInteger(number)) return number;
  throw fail('bad-option', `${flag} ${value}: that is no number of times.`, { hint: `As in ${flag} 3.` });
}
