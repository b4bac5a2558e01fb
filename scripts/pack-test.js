// Packs Eddy, installs the tarball in an empty folder, and uses it there as a user would, on each Node that users may have.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePath, npm, olderNodes, pinnedVersion, root, underPinnedNode } from './nodes.js';

underPinnedNode(import.meta.url);

const programs = {
  'esm.mjs': `import { currentFlow, flow } from 'eddy';
await flow('one', async () => { await null; console.log('flow', currentFlow().name); });
`,
  'cjs.cjs': `const { currentFlow, flow } = require('eddy');
flow('one', async () => { await null; console.log('flow', currentFlow().name); });
`,
  'both.mjs': `import { createRequire } from 'node:module';
import { flow } from 'eddy';
const { currentFlow } = createRequire(import.meta.url)('eddy');
flow('one', () => console.log(currentFlow().name === 'one' ? 'same' : 'two runtimes'));
`,
  'parts.mjs': `import eddy, { eddy as named } from 'eddy/vitest';
import { createRequire } from 'node:module';
import jest from 'eddy/jest';
const part = createRequire(import.meta.url)('eddy/jest');
const own = { transformer: './own.cjs', options: { word: 'theirs' } };
const { code } = part.default.createTransformer(own).process('code', 'file', { transformerConfig: own });
console.log(eddy === named, Object.keys(eddy()).join(), typeof jest.createTransformer, code);
`,
  'own.cjs': `exports.process = (code, file, { transformerConfig }) => ({ code: [code, file, transformerConfig.word].join(' ') });
`,
  'plain.mjs': `import { setTimeout as later } from 'node:timers/promises';
await later(10);
console.log('answer', 42);
`,
  'runners.ts': `import vitest, { type EddyPlugin } from 'eddy/vitest';
import { createTransformer, type JestOptions } from 'eddy/jest';
const options: JestOptions = { transformer: 'ts-jest' };
export const plugins: EddyPlugin[] = [vitest()];
export const made: typeof createTransformer = () => createTransformer(options);
// @ts-expect-error it is named, and not given
createTransformer({ transformer: {} });
`,
  'consumer.ts': `import { AsyncDebugger, bindFlow, checkpoint, currentFlow, flow, type FlowInfo, group, scope, task } from 'eddy';
const length: Promise<number> = flow('one', async () => currentFlow().name.length);
const info: FlowInfo = currentFlow();
export const bound: (a: number) => string = bindFlow((a: number) => a.toFixed(info.name.length));
export const doubled: Promise<number> = task('double', async () => (await length) * 2);
export const found: Promise<string | undefined> = scope('find', { deadlineMs: 50 }, async () => {
  await checkpoint();
  return group(async () => 'it');
});
export const debug: AsyncDebugger = new AsyncDebugger();
// @ts-expect-error a name is a string
flow(1, () => length);
`,
};

const majors = [...Object.keys(olderNodes), pinnedVersion().split('.')[0]];
const folder = mkdtempSync(join(tmpdir(), 'eddy-pack-'));
let failed = 0;

try {
  run(process.execPath, [join(root, 'scripts', 'build.js')], root);
  const [packed] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder]));
  console.log(`packed ${packed.filename}: ${packed.files.length} files, ${Math.round(packed.size / 1024)} kB`);
  attempt('nothing but what users need is packed', () => contents(packed.files.map(file => file.path)));
  install(packed.filename);
  for (const major of majors) onNode(major);
  attempt('types: a consumer in strict TypeScript', types);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? 'pack-test: all is well' : `pack-test: ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function contents(paths) {
  const odd = paths.filter(path => !/^(dist\/|README\.md$|LICENSE$|package\.json$)/.test(path));
  if (odd.length > 0) throw new Error(`also packed: ${odd.join(', ')}`);
  for (const wanted of [
    'dist/eddy.mjs',
    'dist/eddy.cjs',
    'dist/register.cjs',
    'dist/vitest.mjs',
    'dist/jest.cjs',
    'dist/main.js',
    'dist/cli.js',
    'dist/dap.js',
    'dist/types/inside/runtime/index.d.ts',
    'README.md',
    'LICENSE',
  ])
    if (!paths.includes(wanted)) throw new Error(`${wanted} is not packed`);
}

function install(tarball) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a-user', private: true, type: 'module' }));
  npm(['install', '--ignore-scripts', join(folder, tarball)], { cwd: folder });
  attempt('no package comes along', () => {
    const installed = Object.keys(
      JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8')).packages,
    );
    if (installed.join() !== 'node_modules/eddy') throw new Error(installed.join(', '));
  });
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
}

function onNode(major) {
  let node;
  attempt(`Node ${major}: is here`, () => {
    node = nodePath(Number(major));
  });
  if (node === undefined) return;
  const version = run(node, ['--version']).stdout.trim();
  attempt(`${version}: import`, () => expect(run(node, ['esm.mjs']), 'flow one'));
  attempt(`${version}: require`, () => expect(run(node, ['cjs.cjs']), 'flow one'));
  attempt(`${version}: both are one runtime`, () => expect(run(node, ['both.mjs']), 'same'));
  attempt(`${version}: parts for vitest and jest`, () =>
    expect(run(node, ['parts.mjs']), 'true name,configureVitest function code file theirs'),
  );
  attempt(`${version}: node --require eddy/register`, () =>
    expect(run(node, ['--require', 'eddy/register', 'plain.mjs']), 'answer 42'),
  );
  attempt(`${version}: eddy run --report`, () => {
    const report = join(folder, `report-${major}.json`);
    const main = join(folder, 'node_modules', '.bin', 'eddy');
    expect(run(node, [main, 'run', '--report', report, 'plain.mjs', 'argument']), 'answer 42');
    const { version: shape, targets } = JSON.parse(readFileSync(report, 'utf8'));
    if (shape !== 1 || targets[0]?.node === undefined)
      throw new Error(`the report names no target: ${JSON.stringify(targets)}`);
    rmSync(report);
  });
  attempt(`${version}: eddy dap`, () => adapter(node));
}

/** As an editor says its first words, and leaves. */
function adapter(node) {
  const asked = JSON.stringify({
    seq: 1,
    type: 'request',
    command: 'initialize',
    arguments: { adapterID: 'pack-test' },
  });
  const main = join(folder, 'node_modules', '.bin', 'eddy');
  const { stdout } = run(node, [main, 'dap'], folder, `Content-Length: ${asked.length}\r\n\r\n${asked}`);
  const { success, body } = JSON.parse(stdout.slice(stdout.indexOf('{')));
  if (success !== true || body.supportsConfigurationDoneRequest !== true) throw new Error(`it answered ${stdout}`);
}

function types() {
  // The compiler and Node's types are the only things that the consumer has besides Eddy.
  cpSync(join(root, 'node_modules', '@types', 'node'), join(folder, 'node_modules', '@types', 'node'), {
    recursive: true,
  });
  cpSync(join(root, 'node_modules', 'undici-types'), join(folder, 'node_modules', 'undici-types'), { recursive: true });
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2024', 'esnext.disposable'],
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        types: ['node'],
      },
      files: ['consumer.ts', 'runners.ts'],
    }),
  );
  const said = run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]);
  if (existsSync(join(folder, 'consumer.js'))) throw new Error('the compiler wrote something');
  return said;
}

function run(node, args, cwd = folder, input = '') {
  const ran = spawnSync(node, args, { cwd, encoding: 'utf8', timeout: 60_000, env: cleanEnv(), input });
  if (ran.status !== 0)
    throw new Error(`${args.join(' ')} ended with ${ran.status ?? ran.signal}:\n${ran.stdout}${ran.stderr}`);
  return ran;
}

/** What npm and an outer Eddy add would reach the programs here. */
function cleanEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|EDDY_|NODE_OPTIONS)/.test(name)));
}

function expect({ stdout, stderr }, wanted) {
  if (stdout.trim() !== wanted)
    throw new Error(`said ${JSON.stringify(stdout)}, not ${JSON.stringify(wanted)}\n${stderr}`);
}

function attempt(name, what) {
  try {
    what();
    console.log(`✔ ${name}`);
  } catch (error) {
    failed++;
    console.log(`✖ ${name}\n    ${error.message.replaceAll('\n', '\n    ')}`);
  }
}
