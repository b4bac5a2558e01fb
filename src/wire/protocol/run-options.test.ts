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

test('every option of the table can be read', () => {
  for (const spec of runOptionSpecs) {
    const value = 'value' in spec ? [spec.flag === '--fail-on' ? 'any' : 'v'] : [];
    deepEqual(parseRunOptions([spec.flag, ...value, 'p']).rest, ['p'], spec.flag);
  }
});

test('a string is cut into words as Node cuts NODE_OPTIONS', () => {
  deepEqual(splitOptionWords('  --report "my \\"own\\" r.json"  --quiet'), ['--report', 'my "own" r.json', '--quiet']);
  deepEqual(splitOptionWords('C:\\a "C:\\\\b c"'), ['C:\\a', 'C:\\b c']);
  deepEqual(splitOptionWords('""'), ['']);
  deepEqual(splitOptionWords(''), []);
});
