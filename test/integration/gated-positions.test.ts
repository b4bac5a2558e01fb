import { equal, ok } from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { eddy, nodeMajors, nodePath, root, run, withoutNode } from '../launch/index.ts';

// Many statements a line, so that gates move their columns; named .txt, so that no formatter spreads them. `w-` are bundles
// of webpack 5.112.2, with `devtool: 'eval'` and `'eval-source-map'`.
const sources = join(root, 'test/targets/positions');
const home = mkdtempSync(join(tmpdir(), 'eddy-positions-'));
after(() => rmSync(home, { recursive: true, force: true }));
const programs = join(home, 'programs');
mkdirSync(programs);
for (const name of readdirSync(sources)) copyFileSync(join(sources, name), join(programs, name.replace(/\.txt$/, '')));

// Node's own frames that any AsyncLocalStorage brings into stacks; Eddy has one, with gates or without.
const asyncContextFrames =
  /\n {4}at (?:node:internal\/process\/task_queues|AsyncResource\.run\w+ \(node:|process\.callbackTrampoline \(node:)[^\n]*/g;
// How Node came to the next tick: of two timers that are due in one moment the second finds it from within the timers.
const tickFrames =
  /\n {4}at (?:process\.)?(?:processTicksAndRejections|runNextTicks|processTimers|listOnTimeout) \(node:internal[^\n]*/g;

const loadedByOthers = ['f-map.cjs.map', 'src.ts', 'q-dep.mjs'];
const withFlags = [
  ...['f-map.cjs', 'f-throw.cjs', 'stack.cjs', 'sites.cjs', 'async.mjs', 'assertok.cjs', 'assertmore.cjs'].map(name => [
    name,
    '--enable-source-maps',
  ]),
  ...['w-eval.cjs', 'w-eval-map.cjs'].map(name => [name, '--enable-source-maps']),
  ['f-throw.mjs', '--disallow-code-generation-from-strings'],
];
const rows = [
  ...readdirSync(programs)
    .filter(name => !loadedByOthers.includes(name))
    .map(name => [name]),
  ...withFlags,
] as [string, ...string[]][];

for (const major of nodeMajors) {
  test(`positions and texts are the original's, Node ${major}`, { skip: withoutNode(major) }, async t => {
    const node = nodePath(major);
    for (const [name, ...flags] of rows)
      await t.test([name, ...flags].join(' '), async () => {
        const say = async (...before: string[]) => {
          const words = [...before, ...flags, join(programs, name)];
          const { stdout, stderr, status, signal } = await run(node, words);
          // Warnings name the process.
          const text = `${status} ${signal}\n${stdout}\n--- stderr\n${stderr.replace(/\(node:\d+\)/g, '(node:0)')}`;
          return text.replace(asyncContextFrames, '').replace(tickFrames, '');
        };
        const bare = await say();
        equal(await say(eddy, 'run', '--quiet', node), bare);
      });
    await t.test('the programs do hold gates', async () => {
      // Another realm's toString tells.
      const look = "console.log(require('vm').runInNewContext('Function.prototype.toString').call(() => 1))";
      writeFileSync(join(programs, 'holds.cjs'), look.replace('() => 1', 'function () { return 1; }'));
      const { stdout } = await run(node, [eddy, 'run', '--quiet', join(programs, 'holds.cjs')]);
      ok(stdout.includes('/*¦*/'), stdout);
    });
  });
}
