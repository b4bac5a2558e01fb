import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installFixtures } from '../../scripts/fixtures.js';
import type { Report } from '../../src/wire/protocol/index.ts';
import { eddy, nodeMajors, nodePath, root, run } from '../launch/index.ts';
import { suites as all, type Suite } from './suites/list.ts';

const home = join(root, 'test/soak/suites/packages');

/**
 * Runs the suites that public packages publish with themselves, bare and under `eddy test`, with gates in the package and in its
 * tests. Each test must have the result that it has bare, the status must be the same, and each must have been a flow.
 * --only NAME: packages with that in their name; --node MAJOR: on that Node alone.
 */
export async function suites(): Promise<boolean> {
  if (!installFixtures(text => console.log(text), [home])) return false;
  const only = wordAfter('--only') ?? '';
  const majors = nodeMajors.filter(one => String(one) === (wordAfter('--node') ?? '26'));
  let different = 0;
  let runs = 0;
  for (const suite of all.filter(({ name }) => name.includes(only)))
    for (const major of majors) {
      runs++;
      const problem = await compare(suite, nodePath(major));
      if (problem !== undefined) different++;
      console.log(`${problem === undefined ? 'same' : `DIFFERENT (${problem})`} Node ${major} ${suite.name}`);
    }
  console.log(`\n${runs} suites, ${different} different`);
  return runs > 0 && different === 0;
}

/** What is different; undefined: nothing. */
async function compare({ name, runner, files }: Suite, node: string): Promise<string | undefined> {
  const cwd = join(home, 'node_modules', name);
  const path = [dirname(node), join(home, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  const options = {
    cwd,
    deadlineMs: 280_000,
    env: { PATH: path, CI: '1', NO_COLOR: '1', NODE_TEST_CONTEXT: undefined },
  };
  const words =
    runner === 'mocha' ? ['mocha', '--reporter=tap', ...files] : ['node', '--test', '--test-reporter=tap', ...files];
  const folder = mkdtempSync(join(tmpdir(), 'eddy-suites-'));
  try {
    const [command, ...rest] = words as [string, ...string[]];
    const bare = await run(command === 'node' ? node : command, rest, options);
    const report = join(folder, 'report.json');
    const include = `**/node_modules/${name}/**`;
    const under = await run(
      node,
      [eddy, 'test', '--quiet', '--report', report, '--include', include, '--', ...words],
      options,
    );
    if (bare.status !== under.status || bare.signal !== under.signal)
      return `status ${bare.status ?? bare.signal} bare, ${under.status ?? under.signal} under Eddy\n${under.stdout.slice(-2_000)}\n${under.stderr.slice(-2_000)}`;
    const [expected, seen] = [results(bare.stdout), results(under.stdout)];
    if (expected.length === 0) return 'no test ran';
    const odd = expected.filter(one => !seen.includes(one)).concat(seen.filter(one => !expected.includes(one)));
    if (odd.length > 0 || expected.length !== seen.length) return `results: ${odd.slice(0, 5).join('; ')}`;
    const { tests, system } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const gates = Object.values(system).flatMap(one =>
      Object.values((one as { gates?: { files?: number } }).gates ?? {}),
    );
    console.log(
      `  ${name}: ${expected.length} results, ${tests.total} tests were flows, ${JSON.stringify(tests.summary)}`,
    );
    if (tests.total === 0 || gates.length === 0) return 'no test was followed';
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A line of TAP for each test and suite. Files that run beside each other end in any order. */
function results(tap: string): string[] {
  const lines = tap.split('\n').map(line => /^\s*(ok|not ok) \d+ (?:- )?(.*)$/.exec(line));
  return lines.flatMap(found => (found === null ? [] : [`${found[1]} ${found[2]}`])).sort();
}

function wordAfter(word: string): string | undefined {
  const at = process.argv.indexOf(word);
  return at === -1 ? undefined : process.argv[at + 1];
}
