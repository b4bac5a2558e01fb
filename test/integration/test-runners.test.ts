// `eddy test` with each runner: what it prints and its status are what they are bare, and each test that fails or hangs is told
// with where it is and what it has there. One of vitest and one of jest is held, looked at, and goes on.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Report, TestRecord } from '../../src/wire/protocol/index.ts';
import { heldInTest } from '../launch/held-in-test.ts';
import { eddy, folder, lineOf, nodeMajors, nodePath, root, run, withoutFixture, withoutNode } from '../launch/index.ts';

interface Runner {
  readonly name: TestRecord['runner'];
  readonly words: readonly string[];
  /** Below test/runners. */
  readonly home: string;
  readonly code: string;
  readonly tests: string;
  /** Between the names of a suite and of its test. */
  readonly between: string;
}

const nodeTest: Runner = {
  name: 'node:test',
  words: ['node', '--test', 'cart.spec.mjs'],
  home: 'node-test',
  code: 'cart.mjs',
  tests: 'cart.spec.mjs',
  between: ' > ',
};
const mocha: Runner = {
  name: 'mocha',
  words: ['mocha', 'cart.spec.js'],
  home: 'mocha',
  code: 'cart.js',
  tests: 'cart.spec.js',
  between: ' ',
};
const vitest: Runner = {
  name: 'vitest',
  words: ['vitest', 'run', '--reporter=verbose'],
  home: 'vitest',
  code: 'src/cart.ts',
  tests: 'src/cart.spec.ts',
  between: ' > ',
};
const jest: Runner = {
  name: 'jest',
  words: ['jest'],
  home: 'jest',
  code: 'src/cart.js',
  tests: 'src/cart.spec.js',
  between: ' > ',
};

const homeOf = ({ home }: Runner) => join(root, 'test/runners', home);
const fixtureOf = ({ home, name }: Runner) => name !== 'node:test' && withoutFixture(`runners/${home}`);

/** Programs of the fixture are found by Eddy itself; bare, by PATH, as a script of its package.json would. */
function environment(runner: Runner, node: string): Record<string, string | undefined> {
  const path = [dirname(node), join(homeOf(runner), 'node_modules/.bin'), process.env.PATH ?? ''];
  return { PATH: path.join(delimiter), NO_COLOR: '1', FORCE_COLOR: undefined, CI: '1', NODE_TEST_CONTEXT: undefined };
}

/** How long things took differs from run to run. */
function scrub(text: string): string {
  return text
    .split('\n')
    .filter(line => !line.startsWith('eddy: ') && !/^ *(?:Start at|Duration|Time:|[#ℹ] duration_ms)/.test(line))
    .join('\n')
    .replaceAll(/\(?\d+(?:\.\d+)? ?m?s\b\)?/g, 'N ms')
    .replaceAll(/ {2}N ms| N ms/g, '')
    .replaceAll(/duration_ms: [\d.]+|"[\d.]+ms"/g, 'duration');
}

async function compare(t: TestContext, runner: Runner, node = process.execPath): Promise<Report> {
  const [command, ...words] = runner.words as [string, ...string[]];
  const options = { cwd: homeOf(runner), env: environment(runner, node), deadlineMs: 60_000 };
  const bare = await run(command === 'node' ? node : command, words, options);
  const file = join(folder(t), 'report.json');
  const under = await run(node, [eddy, 'test', '--report', file, '--', ...runner.words], options);
  equal(under.status, bare.status, under.stderr);
  equal(scrub(under.stdout), scrub(bare.stdout));
  equal(scrub(under.stderr), scrub(bare.stderr));
  match(under.stderr, /^eddy: 4 tests: 1 passed, 2 failed, 1 hanging$/m);
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

function tests(report: Report): TestRecord[] {
  return report.tests.items as unknown as TestRecord[];
}

function check(runner: Runner, report: Report): void {
  const at = (name: string, mark: string) => ({
    file: join(homeOf(runner), name),
    line: lineOf(join(homeOf(runner), name), mark),
  });
  const place = ({ file, line }: { file: string; line: number }) => ({ file, line });
  const named = (name: string) => {
    const found = tests(report).find(one => one.name === `cart${runner.between}${name}`);
    ok(found, `no test "${name}" among ${tests(report).map(one => one.name)}`);
    equal(found.runner, runner.name);
    equal(found.file, join(homeOf(runner), runner.tests));
    return found;
  };
  equal(tests(report).length, 3);
  deepEqual(report.tests.summary, { passed: 1, failed: 2, hanging: 1 });

  const fails = named('fails');
  equal(fails.state, 'failed');
  equal(fails.error, 'Error: milk is sold out');
  deepEqual(place(fails.thrown!), at(runner.code, 'soldOut'));
  const [reserve, checkout, itself] = fails.places!;
  deepEqual(place(reserve!), at(runner.code, 'soldOut'));
  equal(reserve!.function, 'reserve');
  deepEqual([reserve!.locals!.item, reserve!.locals!.left], ['milk', 0]);
  deepEqual([checkout!.function, checkout!.locals!.total], ['checkout', 2]);
  equal(itself!.file, fails.file);

  const atOnce = named('fails at once');
  equal(atOnce.state, 'failed');
  deepEqual(place(atOnce.places![0]!), at(runner.tests, 'atOnce'));
  deepEqual(atOnce.places![0]!.locals, { expected: 4 });

  const hangs = named('hangs');
  equal(hangs.state, 'hanging');
  equal(hangs.thrown, undefined);
  const [waits] = hangs.places!;
  deepEqual(place(waits!), at(runner.code, 'unpaid'));
  deepEqual([waits!.function, waits!.state, waits!.locals!.total], ['checkout', 'waiting', 2]);
  deepEqual(place(waits!.callers![0]!), at(runner.tests, 'hangs'));
  ok('wanted' in waits!.callers![0]!.locals!);
  ok(report.flows.items.some(({ id, kind, name }) => id === hangs.id && kind === 'test' && name === hangs.name));
}

for (const major of nodeMajors)
  test(`node:test, Node ${major}: what fails or hangs is told`, { skip: withoutNode(major) }, async t => {
    check(nodeTest, await compare(t, nodeTest, nodePath(major)));
  });

for (const runner of [mocha, vitest, jest])
  test(`${runner.name}: what fails or hangs is told`, { skip: fixtureOf(runner) }, async t => {
    check(runner, await compare(t, runner));
  });

/** Only what is told, and not what the runner prints. */
async function toldBy(t: TestContext, runner: Runner, words: readonly string[], more = {}): Promise<Report> {
  const file = join(folder(t), 'report.json');
  const options = { cwd: homeOf(runner), env: { ...environment(runner, process.execPath), ...more } };
  await run(process.execPath, [eddy, 'test', '-q', '--report', file, '--', ...words], options);
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

for (const pool of ['threads', 'vmThreads'])
  test(`vitest in its pool ${pool}`, { skip: fixtureOf(vitest) }, async t => {
    check(vitest, await toldBy(t, vitest, [...vitest.words, '--pool', pool]));
  });

test('ES modules of jest', { skip: fixtureOf(jest) }, async t => {
  const config = JSON.stringify({ transform: {}, testMatch: ['**/esm/tests/*.mjs'] });
  const flags = { NODE_OPTIONS: '--experimental-vm-modules' };
  const modules = { ...jest, code: 'esm/cart.mjs', tests: 'esm/tests/cart.mjs' };
  check(modules, await toldBy(t, modules, [...jest.words, '--config', config], flags));
});

test('a script of package.json is followed to its runner', { skip: fixtureOf(mocha) }, async t => {
  const file = join(folder(t), 'report.json');
  const options = { cwd: homeOf(mocha), env: environment(mocha, process.execPath) };
  await run(process.execPath, [eddy, 'test', '--report', file, '--', 'npm', 'test'], options);
  check(mocha, JSON.parse(readFileSync(file, 'utf8')) as Report);
});

test('events and --json carry tests too', async t => {
  const events = join(folder(t), 'events.ndjson');
  const words = ['test', '--json', '--events', events, '--', ...nodeTest.words];
  const { stderr } = await run(process.execPath, [eddy, ...words], {
    cwd: homeOf(nodeTest),
    env: environment(nodeTest, process.execPath),
  });
  const { tests: told } = JSON.parse(stderr.trim().split('\n').at(-1)!) as { tests: { items: TestRecord[] } };
  const lines = readFileSync(events, 'utf8').trim().split('\n');
  const said = lines.map(line => JSON.parse(line)).filter(({ kind }) => kind === 'test');
  deepEqual(said.map(({ data }) => data.name).sort(), told.items.map(({ name }) => name).sort());
  equal(said.length, 3);
});

test('what a test holds, and what was found of it, stands with it', async t => {
  const file = join(folder(t), 'report.json');
  const words = ['test', '-q', '--report', file, '--', 'node', '--test', 'locks.spec.mjs'];
  await run(process.execPath, [eddy, ...words], {
    cwd: homeOf(nodeTest),
    env: environment(nodeTest, process.execPath),
  });
  const [stuck] = tests(JSON.parse(readFileSync(file, 'utf8')) as Report);
  equal(stuck!.places![0]!.line, lineOf(join(homeOf(nodeTest), 'locks.spec.mjs'), 'again'));
  match(stuck!.holds!.join(), /web lock "till"/);
  ok(stuck!.findings!.some(({ kind }) => kind === 'lock-self-wait'));
});

for (const major of nodeMajors)
  test(`where a hook failed is told, Node ${major}`, { skip: withoutNode(major) }, async t => {
    const file = join(folder(t), 'report.json');
    const spec = join(homeOf(nodeTest), 'hooks.spec.mjs');
    await run(nodePath(major), [eddy, 'test', '-q', '--report', file, '--', 'node', '--test', spec], {
      env: environment(nodeTest, nodePath(major)),
    });
    const told = tests(JSON.parse(readFileSync(file, 'utf8')) as Report).map(one => [
      one.name,
      one.places![0]!.line,
      one.places![0]!.locals!.step ?? one.places![0]!.locals!.inside,
    ]);
    deepEqual(told, [
      ['fails before', lineOf(spec, 'before'), 'before'],
      ['fails after', lineOf(spec, 'after'), 'after'],
      ['fails itself, and a hook follows', lineOf(spec, 'itself'), 2],
    ]);
  });

/** A stack that Node cuts at ten frames ends elsewhere where frames of ours were among them. */
function withoutEnds(text: string): string {
  return scrub(text).replaceAll(/^ +(?:at )?(?:async )?[\w.]* ?\(?node:internal.*\n/gm, '');
}

for (const major of nodeMajors) {
  // Later ones wait for such a test as long as they run.
  const files = major === 22 ? ['places.spec.mjs', 'pending.spec.mjs'] : ['places.spec.mjs'];
  test(`node:test says where its tests are as it does bare, Node ${major}`, { skip: withoutNode(major) }, async () => {
    const options = { cwd: homeOf(nodeTest), env: environment(nodeTest, nodePath(major)) };
    for (const words of files.map(file => ['--test', '--test-reporter=tap', file])) {
      const bare = await run(nodePath(major), words, options);
      const under = await run(nodePath(major), [eddy, 'test', '-q', '--', 'node', ...words], options);
      match(bare.stdout, /location: '.*\.spec\.mjs:\d+:\d+'/);
      equal(withoutEnds(under.stdout), withoutEnds(bare.stdout));
      equal(under.status, bare.status);
    }
  });
}

test('where V8 counts coverage, the figures are as they are bare', async t => {
  const home = folder(t);
  for (const name of ['cart.mjs', 'cart.spec.mjs']) copyFileSync(join(homeOf(nodeTest), name), join(home, name));
  // Eddy's own files are in no node_modules here, as they are where it is installed.
  const left = ['**/dist/**', '**/*.spec.mjs'].map(glob => `--test-coverage-exclude=${glob}`);
  const words = ['--test', '--experimental-test-coverage', ...left, 'cart.spec.mjs'];
  const options = { cwd: home, env: environment(nodeTest, process.execPath) };
  const bare = await run(process.execPath, words, options);
  const under = await run(process.execPath, [eddy, 'test', '--', 'node', ...words], options);
  match(bare.stdout, /cart\.mjs +\| +\d/);
  equal(scrub(under.stdout), scrub(bare.stdout));
  match(under.stderr, /^eddy: note: V8 counts coverage here/m);
  match(under.stderr, /^eddy: failed cart > fails /m);
});

/** A line is held in a test, its names are read, and it goes on: the test passes. */
async function hold(t: TestContext, runner: Runner, line: string, words: readonly string[]): Promise<void> {
  const place = {
    cwd: homeOf(runner),
    file: runner.code,
    text: line,
    env: environment(runner, process.execPath),
  };
  const opened = await heldInTest(t, place, at => [eddy, 'test', '--hold', at, '--', ...runner.words, ...words]);
  const { hub, held } = opened;
  deepEqual([held.place.file, held.place.line], [join(place.cwd, place.file), opened.line]);
  equal(held.flowName, `cart${runner.between}takes one`);
  const { variables } = await hub.ask('variables', { hold: held.id });
  equal(variables.find(({ name }) => name === 'left')?.value, 3);
  equal((await hub.ask('evaluate', { hold: held.id, expression: 'left + stock.size * 40' })).value, 43);
  equal((await hub.ask('resume', { hold: held.id })).holds.length, 1);
  const { status, said } = await opened.end();
  equal(status, 0, said);
  match(said, /^eddy: 1 test: 1 passed, 0 failed, 0 hanging$/m);
}

test('a line is held in a test of vitest', { skip: fixtureOf(vitest) }, t =>
  hold(t, vitest, 'stock.set(', ['--test-timeout=0', '-t', 'takes one']),
);

test('a line is held in a test of jest', { skip: fixtureOf(jest) }, t =>
  hold(t, jest, 'stock.set(', ['--testTimeout=600000', '-t', 'takes one']),
);

test('a test that lost by its limit while it was held says so', { skip: fixtureOf(mocha) }, async () => {
  const line = lineOf(join(homeOf(mocha), mocha.code), 'unpaid');
  const words = ['test', '--hold', `cart.js:${line}`, '--hold-for', '600ms', '--', ...mocha.words, '-g', 'hangs'];
  const { stderr } = await run(process.execPath, [eddy, ...words], {
    cwd: homeOf(mocha),
    env: environment(mocha, process.execPath),
  });
  match(stderr, /^eddy: {3}it was held by a probe, and its runner’s limit went on/m);
});
