// What a runner decides when a test's function is over: hooks, counts of assertions, errors that were kept, tests that skip themselves.
import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../src/wire/protocol/index.ts';
import { eddy, folder, lineOf, root, run, withoutFixture } from '../launch/index.ts';

interface Verdicts {
  readonly home: string;
  readonly words: readonly string[];
  readonly summary: Record<string, number>;
  /** Name and error of each that failed, as they came. */
  readonly failed: readonly string[];
}

const verdicts: readonly Verdicts[] = [
  {
    home: 'node-test',
    words: ['node', '--test', 'verdicts.mjs'],
    summary: { passed: 2, failed: 3 },
    failed: [
      'counts: plan expected 2 assertions but received 1',
      'hooks > before: Error: not opened',
      'hooks > after: Error: not closed',
    ],
  },
  {
    home: 'mocha',
    words: ['mocha', 'verdicts.js'],
    summary: { passed: 2, failed: 2 },
    failed: ['again: AssertionError: Expected values to be strictly equal: 1 !== 2', 'hooks after: Error: not closed'],
  },
  {
    home: 'jest',
    words: ['jest', '--testMatch', '**/verdicts.js'],
    summary: { passed: 2, failed: 5 },
    failed: [
      'counts: Error: expect.assertions(2) Expected two assertions to be called but received one assertion call.',
      'has none: Error: expect.hasAssertions() Expected at least one assertion to be called but received none.',
      'should fail: Error: Failing test passed even though it was supposed to fail. Remove `.failing` to remove error.',
      'hooks > before: Error: not opened',
      'hooks > after: Error: not closed',
    ],
  },
  {
    home: 'vitest',
    words: ['vitest', 'run', '--config', 'verdicts.config.mjs'],
    summary: { passed: 3, failed: 6 },
    failed: [
      'keeps an error: AssertionError: expected 1 to be 2 // Object.is equality',
      'counts: Error: expected number of assertions to be 2, but got 1',
      'should fail: Error: Expect test to fail',
      'again: AssertionError: expected +0 to be 1 // Object.is equality',
      'hooks > before: Error: not opened',
      'hooks > after: Error: not closed',
    ],
  },
];

for (const { home, words, summary, failed } of verdicts)
  test(`${home}: what failed, and what skipped itself, as the runner says it`, {
    skip: home !== 'node-test' && withoutFixture(`runners/${home}`),
  }, async t => {
    const cwd = join(root, 'test/runners', home);
    const file = join(folder(t), 'report.json');
    const path = [join(process.execPath, '..'), join(cwd, 'node_modules/.bin'), process.env.PATH ?? ''];
    const env = { PATH: path.join(delimiter), NO_COLOR: '1', CI: '1', NODE_TEST_CONTEXT: undefined };
    await run(process.execPath, [eddy, 'test', '-q', '--report', file, '--', ...words], { cwd, env });
    const { tests } = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const items = tests.items as unknown as { name: string; state: string; error: string }[];
    deepEqual(
      items.map(({ name, error }) => `${name}: ${error.replaceAll(/\s+/g, ' ').trim()}`),
      failed,
    );
    deepEqual(tests.summary, summary);
    deepEqual(tests.total, (summary.passed ?? 0) + (summary.failed ?? 0));
  });

test('a test that blocks its loop for good is told, with what it has', async t => {
  const cwd = join(root, 'test/runners/node-test');
  const file = join(folder(t), 'report.json');
  const env = { NODE_TEST_CONTEXT: undefined };
  const words = [eddy, 'test', '--report', file, '--', process.execPath, 'blocks.mjs'];
  const { signal, stderr } = await run(process.execPath, words, { cwd, env });
  equal(signal, 'SIGKILL');
  const line = lineOf(join(cwd, 'blocks.mjs'), 'turns');
  match(
    stderr,
    new RegExp(`^eddy: hanging blocks .*\neddy: {3}is at blocks.mjs:${line}\n.*basket = \\["milk"\\]`, 'm'),
  );
  const { findings } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  deepEqual(
    findings.map(({ kind }) => kind),
    ['loop-blocked'],
  );
});
