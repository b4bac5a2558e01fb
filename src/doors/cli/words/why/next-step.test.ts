import { deepEqual, equal } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Finding, Report, Site } from '../../../../wire/protocol/index.ts';
import { nextStep } from './next-step.ts';
import type { Observation } from './observation.ts';
import { SourceText } from './source-text.ts';

const here = import.meta.filename;
const ofPackage = fileURLToPath(import.meta.resolve('typescript'));
const site = (file: string, line = 3): Site => ({ file, line, column: 1, function: 'f', stack: [] });
const finding = (sites: Finding['sites']): Finding => ({
  kind: 'task-slow',
  severity: 'warning',
  message: '',
  count: 1,
  firstAt: 0,
  lastAt: 0,
  flows: [{ id: 't.2', name: 'x' }],
  sites,
  hint: '',
});
function seen(words: readonly string[], code = 0): Observation {
  const result = { end: { how: 'exit', code }, report: {} as Report, troubles: [] } as const;
  return { result, words, kept: ['--include', '**'], cwd: '/', source: new SourceText() };
}
const nothing = { waiting: [], isSeen: true, hasTests: false };
const awaits = { ...site(here, 7), flow: 't.2', flowName: 'x', forMs: 1, state: 'waiting' };

const rows: [string, Parameters<typeof nextStep>[0], string][] = [
  [
    'an awaited line is held',
    { ...nothing, root: finding({ created: site(here), awaiting: site(here, 9) }) },
    `eddy run --hold ${here}:9 --hold-for 10s --max-hits 1`,
  ],
  [
    'another is looked at',
    { ...nothing, root: finding({ created: site(here) }) },
    `eddy run --snap ${here}:3 --max-hits 5`,
  ],
  [
    'a file that is not there, of a package or an evil name: not',
    {
      ...nothing,
      root: finding({ awaiting: site('/no/such.ts'), holds: site(ofPackage), created: site('evil\n.ts') }),
    },
    'eddy run --on finding:task-slow',
  ],
  [
    'without a place, where its flow waits',
    { ...nothing, root: finding({}), waiting: [awaits] },
    `eddy run --hold ${here}:7 --hold-for 10s --max-hits 1`,
  ],
  [
    'what threw',
    { ...nothing, uncaught: { error: 'x', site: site(here, 5) }, waiting: [awaits] },
    `eddy run --snap ${here}:5 --max-hits 5`,
  ],
  ['what waits', { ...nothing, waiting: [awaits] }, `eddy run --hold ${here}:7 --hold-for 10s --max-hits 1`],
  ['nothing', nothing, 'eddy run --report eddy-report.json --fail-on any'],
];
for (const [what, known, command] of rows) {
  test(`next: ${what}`, () => {
    equal(nextStep(known, seen(['a.ts', '-x'])).command, `${command} --include '**' -- a.ts -x`);
  });
}

test('a status with nothing seen: what is thrown; no Node: the doctor', () => {
  equal(nextStep(nothing, seen(['a.ts'], 3)).command, "eddy run --on throw --max-hits 20 --include '**' -- a.ts");
  equal(nextStep({ ...nothing, isSeen: false }, seen(['ls'])).command, 'eddy doctor');
});

test('tests that failed: where they were', () => {
  const known = { ...nothing, hasTests: true, waiting: [awaits] };
  equal(nextStep(known, seen(['node', '--test'])).command, "eddy test --include '**' -- node --test");
});

test('what Python awaits is looked at: no flow is held there', () => {
  const file = fileURLToPath(new URL('../../../../../test/targets/python/probes/jobs.py', import.meta.url));
  const known = { ...nothing, waiting: [{ ...awaits, file }] };
  equal(nextStep(known, seen(['jobs.py'])).command, `eddy run --snap ${file}:7 --max-hits 5 --include '**' -- jobs.py`);
});

test('a shell reads back the very words', () => {
  const words = ['a b', "it's", '$HOME `id` "x"', 'two\nlines', "tab\tand ' and \\", '*', '', 'é'];
  const { command } = nextStep(nothing, seen(words));
  const out = execFileSync('bash', ['-c', `eddy() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' });
  deepEqual(out.split('\0').slice(out.split('\0').indexOf('--') + 1, -1), words);
  equal(command.includes('\n'), false);
});
