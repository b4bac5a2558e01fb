import { equal, ok } from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { build } from 'esbuild';
import { nodeMajors, nodePath, root, run, withoutNode } from '../launch/index.ts';

// Many statements a line, so that gates move their columns; named .txt, so that no formatter spreads them.
const sources = join(root, 'test/targets/positions');
const home = mkdtempSync(join(tmpdir(), 'eddy-positions-'));
after(() => rmSync(home, { recursive: true, force: true }));
const ours = join(home, 'ours');
const programs = join(home, 'programs');
for (const folder of [ours, programs]) mkdirSync(folder);
for (const name of readdirSync(sources)) copyFileSync(join(sources, name), join(programs, name.replace(/\.txt$/, '')));
const nothing = join(ours, 'nothing.cjs');
const gates = join(ours, 'gated.cjs');
writeFileSync(nothing, '');
const common = { bundle: true, platform: 'node', format: 'cjs', absWorkingDir: root } as const;
await build({
  ...common,
  entryPoints: ['test/integration/gated-positions.preload.ts'],
  outfile: gates,
  define: { 'import.meta.url': '__eddyUrl' },
  banner: { js: "const __eddyUrl = require('node:url').pathToFileURL(__filename).href;" },
});
await build({ ...common, entryPoints: ['src/inside/gates/instrument/index.ts'], outfile: join(ours, 'gates.cjs') });

const loadedByOthers = ['f-map.cjs.map', 'src.ts', 'q-dep.mjs'];
const withFlags = [
  ...['f-map.cjs', 'f-throw.cjs', 'stack.cjs', 'sites.cjs', 'async.mjs'].map(name => [name, '--enable-source-maps']),
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
        const say = async (preload: string) => {
          const { stdout, stderr, status, signal } = await run(node, ['-r', preload, ...flags, join(programs, name)]);
          // Warnings name the process.
          return `${status} ${signal}\n${stdout}\n--- stderr\n${stderr.replace(/\(node:\d+\)/g, '(node:0)')}`;
        };
        const bare = await say(nothing);
        equal(await say(gates), bare);
      });
    await t.test('the programs do hold gates', async () => {
      // Another realm's toString tells.
      const look = "console.log(require('vm').runInNewContext('Function.prototype.toString').call(() => 1))";
      writeFileSync(join(programs, 'holds.cjs'), look.replace('() => 1', 'function () { return 1; }'));
      const { stdout } = await run(node, ['-r', gates, join(programs, 'holds.cjs')]);
      ok(stdout.includes('/*¦*/'), stdout);
    });
  });
}
