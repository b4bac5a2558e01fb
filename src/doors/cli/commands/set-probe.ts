import { fail } from '../../../base/index.ts';
import {
  isProbeOption,
  matchSpec,
  noProbes,
  type OptionSpec,
  type OptionWord,
  type ProbeKind,
  type ProbeOptions,
  type ProbeWords,
  parseEventProbe,
  parseLogProbe,
  parseProbe,
  probeLimitSpecs,
  sessionSpec,
  withProbeOption,
} from '../../../wire/protocol/index.ts';
import type { Command } from '../command.ts';
import { type ControlCall, controlCommand } from '../control-command.ts';
import { isRefusedEverywhere, probeLines, sessionHead } from '../words/index.ts';

const onSpec = {
  flag: '--on',
  value: 'WHAT',
  about: 'Not at a line: at throw[:Name], uncaught[:Name], abort, scope-cancel or finding:KIND.',
} as const satisfies OptionSpec;

const answers =
  'The answer says what became of it: bound, by which mechanism and where; waiting for its file to be loaded; or refused, with the reason and the lines that would do. Status 1: every thread refused it; it stays set for threads that come later, until `eddy unset`.';

interface Wording {
  readonly about: string;
  readonly details: readonly string[];
  readonly examples: readonly string[];
}

/** `eddy snap`, `hold`, `stop`, `log`: the same but for what happens at the place. */
function probeCommand(kind: ProbeKind, { about, details, examples }: Wording): Command {
  const limits = kind === 'hold' ? probeLimitSpecs : probeLimitSpecs.filter(({ flag }) => flag !== '--hold-for');
  return controlCommand({
    name: kind,
    usage: kind === 'log' ? 'FILE:LINE TEXT [if EXPR] [options]' : 'FILE:LINE [if EXPR] [options]',
    about,
    details: [...details, answers],
    options: [...(kind === 'log' ? [] : [onSpec]), sessionSpec, matchSpec, ...limits],
    examples,
    mayHave: Number.POSITIVE_INFINITY,
    check: (words, options) => {
      readWords(kind, words, options.find(({ flag }) => flag === '--on')?.value);
      readLimits(options);
    },
    run: call => setProbe(kind, call),
  });
}

async function setProbe(kind: ProbeKind, { hub, words, options, value, ports, paint, answer }: ControlCall) {
  const probe = readWords(kind, words, value('--on'));
  const { session, match, limits } = readLimits(options);
  const set = await hub.ask('probe', {
    ...(session === undefined ? {} : { session }),
    match,
    probes: [probe],
    limits,
  });
  answer(set, () =>
    [sessionHead(set.session), ...set.probes.flatMap(one => probeLines(one, { cwd: ports.cwd, paint }))]
      .map(line => `${line}\n`)
      .join(''),
  );
  return { status: set.probes.every(isRefusedEverywhere) ? 1 : 0 };
}

function readLimits(options: readonly OptionWord[]): ProbeOptions {
  return options
    .filter(isProbeOption)
    .filter(({ flag }) => flag !== '--on')
    .reduce(withProbeOption, noProbes);
}

function readWords(kind: ProbeKind, words: readonly string[], on: string | undefined): ProbeWords {
  const name = `eddy ${kind}`;
  if (on !== undefined) return parseEventProbe('--on', [`${kind}@${on}`, ...words].join(' '));
  if (words.length === 0) {
    throw fail('bad-usage', `${name}: where?`, {
      hint: `As in: ${name} shop.ts:42${kind === 'log' ? " 'total is {total}'" : ''}.`,
    });
  }
  if (kind !== 'log') return parseProbe(name, kind, words.join(' '));
  const [place, ...text] = words as [string, ...string[]];
  // The place and the text may be two words, as they would be typed.
  return parseLogProbe(name, /:\d+$/.test(place) && text.length > 0 ? `${place}=${text.join(' ')}` : words.join(' '));
}

export const snapCommand = probeCommand('snap', {
  about: 'Take stack and variables when a flow comes to a line; nobody waits.',
  details: ['What was taken: eddy holds --watch, eddy sessions --json.'],
  examples: ['eddy snap shop.ts:42 if total > 3', 'eddy snap shop.ts:42 --session ann --match header:x-debug=ann'],
});

export const holdCommand = probeCommand('hold', {
  about: 'Let only the flow that comes to a line wait there; all others run on.',
  details: [
    'It waits until `eddy resume`, for 5 minutes unless --hold-for says otherwise. It keeps its locks, and its timeouts run on; when another flow has waited 500 ms for what it owns, it is let go.',
  ],
  examples: ['eddy hold shop.ts:42 --session ann --match header:x-debug=ann', 'eddy hold shop.ts:42 --hold-for 30s'],
});

export const stopCommand = probeCommand('stop', {
  about: 'Stop the whole thread when a flow comes to a line.',
  details: ['Everything in it waits, timers and other requests too, until `eddy resume`.'],
  examples: ['eddy stop shop.ts:42', 'eddy stop --on throw:TypeError'],
});

export const logCommand = probeCommand('log', {
  about: 'Say a text when a flow comes to a line; {expressions} in it are evaluated.',
  details: ['The texts: eddy holds --watch. The condition is what follows the last " if " outside of braces.'],
  examples: ["eddy log shop.ts:42 'total is {total}'", "eddy log shop.ts:42 'odd: {total}' if total % 2 === 1"],
});
