import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration, sayDuration } from './duration.ts';
import { matcherWords, parseMatcher } from './matcher-words.ts';
import { planOf } from './plan.ts';
import { noProbes, type probeSpecs, withProbeOption } from './probe-options.ts';
import { parseEventProbe, parseLogProbe, parsePlace, parseProbe, probeWords } from './probe-words.ts';

test('a place, with a condition that may hold anything', () => {
  deepEqual(parseProbe('--hold', 'hold', 'src/a b/shop.ts:42'), {
    kind: 'hold',
    place: { file: 'src/a b/shop.ts', line: 42 },
  });
  deepEqual(parseProbe('--snap', 'snap', 'C:/x/shop.ts:7 if a ? b : c["x:1 if y"]'), {
    kind: 'snap',
    place: { file: 'C:/x/shop.ts', line: 7 },
    condition: 'a ? b : c["x:1 if y"]',
  });
  deepEqual(parsePlace('--hold', 'what if.ts:3'), { file: 'what if.ts', line: 3 });
});

test('a log has a text; its condition is the last "if" outside of braces', () => {
  const place = { file: 'shop.ts', line: 4 };
  deepEqual(parseLogProbe('--log', 'shop.ts:4=a=b {x ? {y: 1} : " if "}'), {
    kind: 'log',
    place,
    text: 'a=b {x ? {y: 1} : " if "}',
  });
  deepEqual(parseLogProbe('--log', 'shop.ts:4=what if {x} if x > 3'), {
    kind: 'log',
    place,
    text: 'what if {x}',
    condition: 'x > 3',
  });
});

test('kinds of places', () => {
  deepEqual(parseEventProbe('--on', 'throw'), { kind: 'snap', place: { on: 'throw' } });
  deepEqual(parseEventProbe('--on', 'stop@throw:TypeError if error.code === "x@y"'), {
    kind: 'stop',
    place: { on: 'throw', name: 'TypeError' },
    condition: 'error.code === "x@y"',
  });
  deepEqual(parseEventProbe('--on', 'hold@finding:lock-cycle').place, { on: 'finding', kind: 'lock-cycle' });
});

test('words come back as they were', () => {
  for (const words of ['shop.ts:42', 'shop.ts:42 if a > 3']) {
    equal(probeWords(parseProbe('--hold', 'hold', words)), `hold ${words}`);
  }
  equal(probeWords(parseLogProbe('--log', 'a:1=x {y} if z')), 'log a:1=x {y} if z');
  for (const words of ['throw', 'throw:TypeError', 'uncaught', 'uncaught:TypeError', 'finding:lock-cycle']) {
    equal(probeWords(parseEventProbe('--on', words)), `snap ${words}`);
  }
  for (const words of ['header:x=a=b', 'baggage:k=v', 'path:/a/*', 'task:t-*', 'method:GET', 'flow:a.1', 'expr:a:b']) {
    equal(matcherWords(parseMatcher('--match', words)), words);
  }
});

const bad: [string, () => unknown, RegExp][] = [
  [
    'no line',
    () => parseProbe('--hold', 'hold', 'shop.ts'),
    /--hold shop\.ts: which line of it\? As in --hold shop\.ts:42\.$/,
  ],
  ['an empty line', () => parseProbe('--hold', 'hold', 'shop.ts:'), /which line of it\? As in --hold shop\.ts:42\.$/],
  [
    'a name for a line',
    () => parseProbe('--hold', 'hold', 'shop.ts:buy'),
    /which line of it\? As in --hold shop\.ts:42\.$/,
  ],
  ['no file', () => parseProbe('--hold', 'hold', '42'), /which file has line 42\? As in --hold shop\.ts:42\.$/],
  ['a column', () => parseProbe('--hold', 'hold', 'shop.ts:42:7'), /without a column\. As in --hold shop\.ts:42\.$/],
  ['line 0', () => parseProbe('--hold', 'hold', 'shop.ts:0'), /no line 0; lines count from 1/],
  ['an empty condition', () => parseProbe('--hold', 'hold', 'shop.ts:4 if'), /what is the condition after "if"\?/],
  [
    'a log without a text',
    () => parseLogProbe('--log', 'a.ts:4'),
    /log what\? As in: --log 'a\.ts:4=total is \{total\}'/,
  ],
  ['a log with an empty text', () => parseLogProbe('--log', 'a.ts:4='), /its text is empty/],
  ['braces that do not match', () => parseLogProbe('--log', 'a.ts:4={x'), /the braces of "\{x" do not match/],
  ['braces the other way', () => parseLogProbe('--log', 'a.ts:4=}x{'), /do not match/],
  ['an unknown place', () => parseEventProbe('--on', 'thow'), /no kind of place\. Did you mean throw\?/],
  ['an unknown kind', () => parseEventProbe('--on', 'halt@throw'), /"halt" is none of stop, hold, snap/],
  ['an unknown finding', () => parseEventProbe('--on', 'finding:lock-cicle'), /Did you mean finding:lock-cycle\?/],
  ['no finding', () => parseEventProbe('--on', 'finding'), /which finding\?/],
  ['a name that is not taken', () => parseEventProbe('--on', 'abort:x'), /abort takes no name/],
  ['an unknown matcher', () => parseMatcher('--match', 'heder:x=1'), /Did you mean header\?/],
  ['a header without a value', () => parseMatcher('--match', 'header:x'), /not all\. As in --match header:x-debug=ann/],
  ['a matcher of nothing', () => parseMatcher('--match', 'path:'), /not all\. As in --match 'path:/],
  ['a bare number of time', () => parseDuration('--hold-for', '30'), /Did you mean 30s or 30ms\?/],
  ['no time', () => parseDuration('--hold-for', '0s'), /no length of time/],
  ['too long a time', () => parseDuration('--hold-for', '9999h'), /24 days at most/],
  [
    'no number',
    () => withProbeOption(noProbes, { flag: '--max-hits', value: '1.5' }),
    /--max-hits 1\.5: .*As in --max-hits 3/,
  ],
  [
    'a session that looks like an id',
    () => withProbeOption(noProbes, { flag: '--session', value: 'p1' }),
    /no session's name/,
  ],
];
for (const [what, parse, message] of bad) {
  test(`refused with a way out: ${what}`, () => throws(parse, { code: 'bad-option', message }));
}

test('lengths of time, read and said', () => {
  deepEqual(
    ['500ms', '30s', '1.5s', '5m', '1h'].map(text => parseDuration('--x', text)),
    [500, 30_000, 1500, 300_000, 3_600_000],
  );
  deepEqual([-5, 850, 12_340, 250_000, 300_000, 7_500_000, 7_200_000].map(sayDuration), [
    '0 ms',
    '850 ms',
    '12.3 s',
    '4 min 10 s',
    '5 min',
    '2 h 5 min',
    '2 h',
  ]);
});

test('options become a plan: ids, an end for every hold, times from now', () => {
  const words: [string, string][] = [
    ['--hold', 'a.ts:1'],
    ['--snap', 'b.ts:2'],
    ['--expires', '10s'],
    ['--match', 'method:GET'],
  ];
  const probing = words.reduce(
    (known, [flag, value]) => withProbeOption(known, { flag: flag as (typeof probeSpecs)[number]['flag'], value }),
    noProbes,
  );
  deepEqual(planOf(probing, false, 1000), {
    revision: 1,
    sessions: [{ id: 's1', name: 'main', match: [{ by: 'method', verb: 'GET' }] }],
    probes: [
      {
        id: 'p1',
        session: 's1',
        kind: 'hold',
        place: { file: 'a.ts', line: 1 },
        holdForMs: 300_000,
        expiresAt: 11_000,
      },
      { id: 'p2', session: 's1', kind: 'snap', place: { file: 'b.ts', line: 2 }, expiresAt: 11_000 },
    ],
    observeOnly: false,
    letGoAfterMs: 500,
  });
  equal(planOf(noProbes, true, 1), undefined);
});
