// `eddy/vitest` and `eddy/jest` where a runner is started by `eddy run`: its tests are flows with gates, as under `eddy test`.
// Without Eddy they change nothing, and what jest keeps of files on disk is the same in any case.
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { heldInTest } from '../launch/held-in-test.ts';
import { eddy, folder, root, run, withoutFixture } from '../launch/index.ts';

const env = { NO_COLOR: '1', FORCE_COLOR: undefined, CI: '1', NODE_TEST_CONTEXT: undefined };
const vitestHome = join(root, 'test/runners/vitest');
const jestHome = join(root, 'test/runners/jest');
const vitest = { skip: withoutFixture('runners/vitest') };
const jest = { skip: withoutFixture('runners/jest') };
const takesOne = ['-t', 'takes one'];
const fourTests = /^eddy: 4 tests: 1 passed, 2 failed, 1 hanging$/gm;

/** Words that start vitest with a configuration of its own, with the plugin or without. */
function vitestWords(t: TestContext, hasPlugin: boolean): string[] {
  const file = join(folder(t), 'vitest.config.mjs');
  const part = JSON.stringify(join(root, 'dist/vitest.mjs'));
  const plugins = hasPlugin ? 'plugins: [eddy()], ' : '';
  writeFileSync(file, `import eddy from ${part};\nexport default { ${plugins}root: ${JSON.stringify(vitestHome)} };\n`);
  return [join(vitestHome, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=verbose', '--config', file];
}

/** Words that start jest with a cache of its own. */
function jestWords(cache: string, transformer: string | readonly unknown[]): string[] {
  const transform = { '\\.[cm]?[jt]sx?$': transformer };
  const config = JSON.stringify({ transform, rootDir: jestHome, cacheDirectory: cache });
  return [join(jestHome, 'node_modules/jest/bin/jest.js'), '--config', config];
}

const jestPart = join(root, 'dist/jest.cjs');

/** How long things took differs from run to run. */
function scrub(text: string): string {
  return text
    .split('\n')
    .filter(line => !line.startsWith('eddy: ') && !/^ *(?:Start at|Duration|Time:)/.test(line))
    .join('\n')
    .replaceAll(/ *\(?\d+(?:\.\d+)? ?m?s\b\)?/g, '');
}

async function outcome(cwd: string, words: readonly string[]) {
  const { status, stdout, stderr } = await run(process.execPath, words, { cwd, env, deadlineMs: 60_000 });
  return { told: { status, stdout: scrub(stdout), stderr: scrub(stderr) }, stderr };
}

const under = (words: readonly string[], ...options: string[]) => [eddy, 'run', ...options, '--', ...words];

test('vitest with the plugin is as without it, under Eddy and not', vitest, async t => {
  const bare = await outcome(vitestHome, vitestWords(t, false));
  const words = vitestWords(t, true);
  deepEqual((await outcome(vitestHome, words)).told, bare.told);
  const followed = await outcome(vitestHome, under(words));
  deepEqual(followed.told, bare.told);
  equal(followed.stderr.match(fourTests)?.length, 1);
});

for (const pool of ['threads', 'vmThreads', 'vmForks'])
  test(`vitest’s pool ${pool} learns of it`, vitest, async t => {
    const { stderr } = await outcome(vitestHome, under([...vitestWords(t, true), '--pool', pool]));
    equal(stderr.match(fourTests)?.length, 1, stderr);
  });

test('a runner that was given the preload by hand passes it on', vitest, async t => {
  const byHand = ['env', '-u', 'NODE_OPTIONS', process.execPath, '--require', join(root, 'dist/register.cjs')];
  const { stderr } = await outcome(vitestHome, under([...byHand, ...vitestWords(t, true), ...takesOne]));
  match(stderr, /^eddy: 1 test: 1 passed, 0 failed, 0 hanging$/m);
});

test('Vite itself is left alone by the plugin', vitest, async t => {
  const { default: eddyPlugin } = (await import(join(root, 'dist/vitest.mjs'))) as { default: () => object };
  deepEqual(Object.keys(eddyPlugin()), ['name', 'configureVitest']);
  const { stderr } = await outcome(vitestHome, under(vitestWords(t, false)));
  doesNotMatch(stderr, fourTests);
});

test('under eddy test they turn on nothing twice', { skip: vitest.skip || jest.skip }, async t => {
  const both = [
    [vitestHome, vitestWords(t, true), 'src/cart.ts:14'],
    [jestHome, jestWords(folder(t), jestPart), 'src/cart.js:5'],
  ] as const;
  for (const [home, words, place] of both) {
    const { stderr } = await outcome(home, [eddy, 'test', '--snap', place, '--', ...words, ...takesOne]);
    equal(stderr.match(/^eddy: snap /gm)?.length, 1, stderr);
    equal(stderr.match(/^eddy: 1 test: 1 passed, 0 failed, 0 hanging$/gm)?.length, 1);
  }
});

test('what jest keeps on disk is the same with Eddy and without, whoever comes first', jest, async t => {
  const [one, other, plain] = [folder(t), folder(t), folder(t)];
  const bare = await outcome(jestHome, jestWords(plain, 'babel-jest'));
  const withEddy = under(jestWords(one, jestPart), '--snap', 'src/cart.js:5');
  const first = await outcome(jestHome, withEddy);
  const kept = filesOf(one);
  ok([...kept.values()].some(text => text.includes('is sold out')));
  const second = await outcome(jestHome, jestWords(one, jestPart));
  deepEqual(filesOf(one), kept);
  const third = await outcome(jestHome, jestWords(other, jestPart));
  deepEqual([...filesOf(other).values()].sort(), [...kept.values()].sort());
  deepEqual([...filesOf(plain).values()].sort(), [...kept.values()].sort());
  const fourth = await outcome(jestHome, under(jestWords(other, jestPart), '--snap', 'src/cart.js:5'));
  for (const { told } of [first, second, third, fourth]) deepEqual(told, bare.told);
  for (const { stderr } of [first, fourth]) {
    match(stderr, /^eddy: snap .*cart\.js:5/m);
    equal(stderr.match(fourTests)?.length, 1);
  }
});

test('the user’s own transformer is asked, with its own options, in each of jest’s processes', jest, async t => {
  const own = join(folder(t), 'own.cjs');
  writeFileSync(
    own,
    `exports.process = (text, path, { transformerConfig, config }) => {
  if (!process.argv[1].includes('jest-worker')) throw new Error('whose process?');
  if (transformerConfig.loud !== true || config.rootDir === undefined) throw new Error('whose options?');
  return require(${JSON.stringify(join(jestHome, 'node_modules/babel-jest'))}).default.createTransformer().process(text, path, { config, transformerConfig, cacheFS: new Map(), configString: '', instrument: false });
};\n`,
  );
  const words = jestWords(folder(t), [jestPart, { transformer: own, options: { loud: true } }]);
  const { stderr } = await outcome(
    jestHome,
    under([...words, '--workers=2', '--workerIdleMemoryLimit=1GB', ...takesOne]),
  );
  match(stderr, /^eddy: 1 test: 1 passed, 0 failed, 0 hanging$/m);
  const missing = await outcome(jestHome, jestWords(folder(t), [jestPart, { transformer: 'no-such-transformer' }]));
  equal(missing.told.status, 1);
  match(missing.stderr, /eddy\/jest: there is no transformer "no-such-transformer" here/);
});

/** What jest made of files, by name; not its list of files. */
function filesOf(cache: string): Map<string, string> {
  const names = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.includes('transform-cache'),
  );
  const files = names.map(name => [name, join(cache, name)] as const).filter(([, path]) => statSync(path).isFile());
  return new Map(files.map(([name, path]) => [name, readFileSync(path, 'utf8')]));
}

/** A line is held in a test under `eddy run`, its names are read, and it goes on: the test passes. */
async function hold(t: TestContext, home: string, file: string, words: readonly string[]): Promise<void> {
  const { hub, held, line, end } = await heldInTest(t, { cwd: home, file, text: 'stock.set(', env }, at =>
    under([...words, ...takesOne], '--hold', at),
  );
  deepEqual([held.place.file, held.place.line], [join(home, file), line]);
  equal(held.flowName, 'cart > takes one');
  equal((await hub.ask('evaluate', { hold: held.id, expression: 'left + stock.size * 40' })).value, 43);
  equal((await hub.ask('resume', { hold: held.id })).holds.length, 1);
  const { status, said } = await end();
  equal(status, 0, said);
  match(said, /^eddy: 1 test: 1 passed, 0 failed, 0 hanging$/m);
}

test('a line is held in a test of vitest', vitest, t =>
  hold(t, vitestHome, 'src/cart.ts', [...vitestWords(t, true), '--test-timeout=0']),
);

test('a line is held in a test of jest', jest, t =>
  hold(t, jestHome, 'src/cart.js', [...jestWords(folder(t), jestPart), '--testTimeout=600000']),
);
