// Lines that the user wrote, in what compilers made of async functions, and in bundles: test/toolchains/emitted says whose.
import { deepEqual, equal, match } from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from 'esbuild';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { folder, lineOf, nodeMajors, nodePath, root, run, runUnderEddy, withoutNode } from '../launch/index.ts';

const emitted = join(root, 'test/toolchains/emitted');
const shop = join(emitted, 'source/shop.js');

/** What a compiler made, beside its source, as it would lie in a project. */
function project(t: TestContext, name: string): { source: string; program: string } {
  const own = realpathSync(folder(t));
  writeFileSync(join(own, 'package.json'), '{ "type": "commonjs" }');
  cpSync(join(emitted, 'source'), join(own, 'source'), { recursive: true });
  cpSync(join(emitted, name), join(own, name), { recursive: true });
  for (const file of readdirSync(join(own, name)))
    renameSync(join(own, name, file), join(own, name, file.replace(/\.txt$/, '')));
  const [program] = readdirSync(join(own, name)).filter(file => file.endsWith('.js'));
  return { source: join(own, 'source/shop.js'), program: join(own, name, program!) };
}

interface Seen {
  readonly held: readonly (readonly [number, string, unknown])[];
  readonly events: readonly EddyEvent[];
}

/** Under Eddy, with these probes; it says and does what it does without. */
async function seen(t: TestContext, program: string, words: readonly string[], node = process.execPath): Promise<Seen> {
  const bare = await run(node, [program]);
  const { status, stdout, stderr, report } = await runUnderEddy(t, ['--quiet', ...words, program], { node });
  deepEqual([status, stdout, stderr], [bare.status, bare.stdout, bare.stderr]);
  const { sessions } = report as unknown as { sessions: { items: { events: EddyEvent[] }[] } };
  const events = sessions.items.flatMap(one => one.events);
  // Who waits for whom is known across what starts them.
  for (const { kind, data } of events)
    if (kind === 'held' && data.function === 'price')
      deepEqual(
        (data.stack as { function: string; line: number }[]).map(one => `${one.function} ${one.line}`),
        [`price ${data.line}`, `Shop.pay ${lineOf(shop, 'pays')}`, `main ${lineOf(shop, 'buys')}`],
      );
  const held = events
    .filter(({ kind }) => kind === 'held' || kind === 'snap')
    .map(({ data }) => {
      const { total = data.locals, cents = total, got = cents } = data.locals as Record<string, unknown>;
      return [data.line as number, String(data.function), got] as const;
    });
  return { held, events };
}

const at = (source: string, kind: string, mark: string) => [`--${kind}`, `${source}:${lineOf(shop, mark)}`];

async function holds(t: TestContext, { source, program }: ReturnType<typeof project>, node?: string): Promise<void> {
  const marks = ['walked', 'priced', 'paid'];
  const words = marks.flatMap(mark => at(source, 'hold', mark));
  const { held, events } = await seen(t, program, ['--hold-for', '20ms', ...words], node);
  deepEqual(
    events.filter(({ kind }) => kind === 'held').map(({ data }) => data.file),
    [source, source, source, source],
  );
  deepEqual(held, [
    [lineOf(shop, 'walked'), 'Shop.walk', { t: 'undefined' }],
    [lineOf(shop, 'walked'), 'Shop.walk', { t: 'undefined' }],
    [lineOf(shop, 'priced'), 'price', 18],
    [lineOf(shop, 'paid'), 'pays', 18],
  ]);
}

for (const name of ['typescript-es2015', 'babel-node6', 'babel7-node6', 'swc-es2015', 'webpack-eval-source-map'])
  test(`${name}: a flow is held where an async function was`, async t => {
    await holds(t, project(t, name));
  });

for (const major of nodeMajors.slice(0, -1))
  test(`Node ${major}: the same in a generator, and in a string`, { skip: withoutNode(major) }, async t => {
    for (const name of ['typescript-es2015', 'webpack-eval-source-map'])
      await holds(t, project(t, name), nodePath(major));
  });

test('the TypeScript of this project, for a target without async functions', async t => {
  const made = project(t, 'typescript-es2015');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const words = [
    '--ignoreConfig',
    '--allowJs',
    '--noCheck',
    '--target',
    'es2015',
    '--module',
    'commonjs',
    '--sourceMap',
  ];
  const out = join(made.source, '../../made');
  equal((await run(process.execPath, [tsc, made.source, ...words, '--outDir', out])).status, 0);
  await holds(t, { source: made.source, program: join(out, 'shop.js') });
});

for (const [name, compiler] of [
  ['typescript-es5', 'TypeScript'],
  ['babel-ie11', 'Babel'],
  ['babel7-ie11', 'Babel'],
  ['swc-es5', 'SWC'],
] as const)
  test(`${name}: no flow can be held in a state machine, which is told; a snap is taken`, async t => {
    const { source, program } = project(t, name);
    const words = [...at(source, 'hold', 'priced'), ...at(source, 'snap', 'caught')];
    const { held, events } = await seen(t, program, words);
    const refused = events.filter(({ kind }) => kind === 'probe-refused').map(({ data }) => String(data.reason));
    equal(refused.length, 1);
    match(refused[0]!, new RegExp(`^price was compiled for ES5 by ${compiler}, which makes a state machine`));
    // Of one line a machine may be made in several steps.
    deepEqual(new Set(held.map(([line, name]) => `${name} ${line}`)), new Set([`price ${lineOf(shop, 'caught')}`]));
  });

test('webpack-eval: without a map its lines are its own', async t => {
  const { source, program } = project(t, 'webpack-eval');
  const { events } = await seen(t, program, at(source, 'hold', 'priced'));
  deepEqual(events, []);
});

for (const sourcemap of ['linked', 'inline'] as const)
  for (const target of ['node22', 'es2016'])
    test(`a bundle for ${target}, its map ${sourcemap}: the application has gates, the package in it none`, async t => {
      const { app, lib, program } = await bundled(t, { sourcemap, target });
      const probes = ['--hold-for', '20ms', '--hold', `${app}:4`, '--snap', `${lib}:4`];
      const inPackage = { held: [4, 'twice'], file: lib };
      const inApplication = { held: [4, 'go'], file: app };
      const places = ({ events }: Seen) =>
        events
          .filter(({ kind }) => kind === 'held' || kind === 'snap')
          .map(({ data }) => ({ held: [data.line, data.function], file: data.file }));
      deepEqual(places(await seen(t, program, probes)), [inApplication]);
      const asked = ['--include', '**/node_modules/lib/**', ...probes];
      deepEqual(places(await seen(t, program, asked)), [inPackage, inApplication]);
    });

async function bundled(
  t: TestContext,
  { sourcemap, target }: { sourcemap: 'linked' | 'inline'; target: string },
): Promise<{ app: string; lib: string; program: string }> {
  const own = realpathSync(folder(t));
  const [app, lib, program] = [
    join(own, 'src/main.mjs'),
    join(own, 'node_modules/lib/index.mjs'),
    join(own, 'out/main.cjs'),
  ];
  mkdirSync(join(own, 'src'));
  mkdirSync(join(own, 'node_modules/lib'), { recursive: true });
  writeFileSync(join(own, 'node_modules/lib/package.json'), '{ "name": "lib", "main": "index.mjs" }');
  writeFileSync(lib, 'export async function twice(n) {\n  await null;\n  n *= 2;\n  return n;\n}\n');
  writeFileSync(
    app,
    "import { twice } from 'lib';\nasync function go(n) {\n  const two = await twice(n);\n  return two + 1;\n}\ngo(3).then(console.log);\n",
  );
  await build({
    absWorkingDir: own,
    entryPoints: [app],
    bundle: true,
    platform: 'node',
    outfile: program,
    target,
    sourcemap,
    logLevel: 'silent',
  });
  return { app, lib, program };
}
