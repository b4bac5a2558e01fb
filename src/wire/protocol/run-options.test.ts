import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { parseRunOptions, runOptionSpecs, splitOptionWords } from './run-options.ts';

test('options stand before the program; every word after it is its own', () => {
  const { options, rest } = parseRunOptions(['--report', 'r.json', '--quiet', 'shop.ts', '--report', 'x', '--', '-h']);
  equal(options.report, 'r.json');
  equal(options.quiet, true);
  deepEqual(rest, ['shop.ts', '--report', 'x', '--', '-h']);
});

test('-- ends our options, and --flag=value is the same as two words', () => {
  const { options, rest } = parseRunOptions(['--events=e=1.ndjson', '--', '--odd-name.js', 'a']);
  equal(options.events, 'e=1.ndjson');
  deepEqual(rest, ['--odd-name.js', 'a']);
});

test('--fail-on may be given more than once', () => {
  const { options } = parseRunOptions(['--fail-on', 'lock-cycle', '--fail-on', 'any:3']);
  deepEqual(options.failOn, [
    { kind: 'lock-cycle', allowed: 0 },
    { kind: 'any', allowed: 3 },
  ]);
});

test('what is wrong is refused with a way out', () => {
  const bad: [string[], RegExp][] = [
    [['--reprot', 'x'], /no option --reprot.*--report/s],
    [['--report'], /--report needs a value/],
    [['--report='], /--report needs a value/],
    [['--report', '-'], /standard output belongs to the program/],
    [['--events', '-'], /standard output belongs to the program/],
    [['--quiet=yes'], /takes no value/],
    [['-x'], /no option -x/],
  ];
  for (const [words, message] of bad) throws(() => parseRunOptions(words), { code: 'bad-option', message });
});

test('--dashboard takes a port where one stands there, and else the program', () => {
  const at = (port: number) => ({ host: '127.0.0.1', port });
  const given: [string[], unknown, string[]][] = [
    [['--dashboard', 'shop.ts'], { opens: false }, ['shop.ts']],
    [['--dashboard', '4790', 'shop.ts'], { at: at(4790), opens: false }, ['shop.ts']],
    [['--dashboard=4790', '8080'], { at: at(4790), opens: false }, ['8080']],
    [['--dashboard', '--', '8080'], { opens: false }, ['8080']],
    [['--dashboard', '4790-4799', '--open', 'a'], { at: { ...at(4790), lastPort: 4799 }, opens: true }, ['a']],
    [['--open', '--dashboard', './4790'], { opens: true }, ['./4790']],
    [['--dashboard', '1', '--dashboard'], { at: at(1), opens: false }, []],
  ];
  for (const [words, dashboard, rest] of given) {
    const parsed = parseRunOptions(words);
    deepEqual([parsed.options.dashboard, parsed.rest], [dashboard, rest], words.join(' '));
  }
  const bad: [string[], RegExp][] = [
    [['--dashboard='], /needs a value/],
    [['--dashboard=x'], /is no port/],
    [['--dashboard=0.0.0.0:80'], /at 127\.0\.0\.1 and nowhere else/],
    [['--hub', 'main', '--dashboard', '4790'], /do not go together/],
  ];
  for (const [words, message] of bad) throws(() => parseRunOptions(words), { code: 'bad-option', message });
  equal(parseRunOptions(['--hub', 'main', '--dashboard', 'a']).options.dashboard?.opens, false);
});

const values: Record<string, string> = {
  '--dashboard': '4780',
  '--fail-on': 'any',
  '--stop': 'a.ts:1',
  '--hold': 'a.ts:1',
  '--snap': 'a.ts:1',
  '--log': 'a.ts:1=x',
  '--on': 'throw',
  '--match': 'method:GET',
  '--hold-for': '30s',
  '--expires': '5m',
  '--from-hit': '2',
  '--every': '2',
  '--max-hits': '2',
  '--max-rate': '2',
};

test('every option of the table can be read', () => {
  for (const spec of runOptionSpecs) {
    const value = 'value' in spec ? [values[spec.flag] ?? 'v'] : [];
    // Most say something of a probe.
    const more = spec.flag === '--record' ? ['--hub', 'main'] : ['--snap', 'a.ts:1'];
    const probe = spec.flag === '--observe-only' ? [] : more;
    deepEqual(parseRunOptions([...probe, spec.flag, ...value, 'p']).rest, ['p'], spec.flag);
  }
});

test('a string is cut into words as Node cuts NODE_OPTIONS', () => {
  deepEqual(splitOptionWords('  --report "my \\"own\\" r.json"  --quiet'), ['--report', 'my "own" r.json', '--quiet']);
  deepEqual(splitOptionWords('C:\\a "C:\\\\b c"'), ['C:\\a', 'C:\\b c']);
  deepEqual(splitOptionWords('""'), ['']);
  deepEqual(splitOptionWords(''), []);
});

test('probes are read in their order, with what concerns them all', () => {
  const { options } = parseRunOptions(
    [
      '--hold',
      'shop.ts:42 if total > 3',
      '--log',
      'a.ts:1=x {y}',
      '--session',
      'ann',
      '--match',
      'header:X-Debug=ann',
    ].concat(['--match', 'path:/buy/*', '--hold-for', '30s', '--max-hits', '3', '--wait', 'p']),
  );
  deepEqual(options.probing, {
    probes: [
      { kind: 'hold', place: { file: 'shop.ts', line: 42 }, condition: 'total > 3' },
      { kind: 'log', place: { file: 'a.ts', line: 1 }, text: 'x {y}' },
    ],
    session: 'ann',
    match: [
      { by: 'header', name: 'x-debug', value: 'ann' },
      { by: 'path', glob: '/buy/*' },
    ],
    limits: { holdForMs: 30_000, maxHits: 3 },
  });
  equal(options.wait, true);
});

test('gates: what else, what not, or none', () => {
  deepEqual(parseRunOptions(['p']).options.gates, { include: [], exclude: [] });
  deepEqual(parseRunOptions(['--include', '**', '--exclude', 'a', '--exclude', 'b', 'p']).options.gates, {
    include: ['**'],
    exclude: ['a', 'b'],
  });
  equal(parseRunOptions(['--no-gates', 'p']).options.gates, false);
});

test('options that mean nothing together are refused', () => {
  const bad: [string, RegExp][] = [
    ['--observe-only --hold a.ts:1', /--observe-only and a hold/],
    ['--observe-only --on stop@abort', /--observe-only and a stop/],
    ['--observe-only --wait', /--observe-only and --wait/],
    ['--observe-only --snap a.ts:1 --allow-side-effects', /--observe-only and --allow-side-effects/],
    ['--prompt --no-prompt', /--prompt and --no-prompt/],
    ['--prompt --quiet', /--prompt and --quiet/],
    ['--prompt --json', /--prompt and --json/],
    ['--prompt --observe-only', /--prompt and --observe-only/],
    ['--no-gates --include x', /--no-gates and --include/],
    ['--exclude x --no-gates', /--no-gates and --exclude/],
    ['--match method:GET', /--match: of which probe\?/],
    ['--session ann --max-hits 3', /--max-hits: of which probe\?/],
  ];
  for (const [words, message] of bad)
    throws(() => parseRunOptions(words.split(' ')), { code: 'bad-option', message }, words);
  // A session for probes that come later.
  equal(parseRunOptions(['--session', 'ann', '--match', 'method:GET', 'p']).options.probing.session, 'ann');
});
