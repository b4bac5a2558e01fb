// Builds dist/: one CommonJS file to preload, the library in both module kinds, the program, and the types.
// Plain JavaScript, so that any Node can start it; `node scripts/build.js --if-stale` does nothing when dist is newer.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

// Its other half is CommonJS, whose `require` a module does not have.
const yamlModules = join(root, 'node_modules', 'yaml', 'browser', 'dist', 'index.js');

const heldGlobals = (
  'Reflect Object Map Set WeakMap WeakSet WeakRef FinalizationRegistry JSON Promise Symbol Proxy Atomics SharedArrayBuffer Buffer ' +
  'TextEncoder TextDecoder URL performance process Date Math Array String Number setTimeout setInterval clearTimeout ' +
  'clearInterval queueMicrotask setImmediate'
).split(' ');

async function build() {
  const { build: bundle } = await import('esbuild');
  mkdirSync(dist, { recursive: true });
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node22',
    absWorkingDir: root,
    logLevel: 'warning',
    sourcemap: false,
    legalComments: 'none',
  };
  // import.meta.url is how a file of ours knows which frames are ours; in CommonJS it is spelled out.
  const asCommon = {
    format: 'cjs',
    define: { 'import.meta.url': '__eddyUrl' },
    banner: { js: "const __eddyUrl = require('node:url').pathToFileURL(__filename).href;" },
  };
  // The preload holds the globals that it uses: a program may delete or replace any of them, and must not break us for it.
  const asPreload = {
    ...asCommon,
    banner: { js: `${asCommon.banner.js} const { ${heldGlobals.join(', ')} } = globalThis;` },
  };
  const asProgram = { format: 'esm', alias: { yaml: yamlModules }, plugins: [programParts] };
  const entries = [
    ['src/inside/runtime/index.ts', 'eddy.mjs', { format: 'esm' }],
    ['src/inside/runtime/index.ts', 'eddy.cjs', asCommon],
    ['src/inside/register.ts', 'inside.cjs', asPreload],
    ['src/inside/attached.ts', 'attached.cjs', asPreload],
    ['src/inside/gates/instrument/index.ts', 'gates.cjs', asCommon],
    ['src/inside/runtime/capture/bare.ts', 'bare-capture.cjs', { format: 'cjs' }],
    ['src/inside/keeper/main.ts', 'keeper.cjs', asCommon],
    ['src/hub/store/sqlite/thread-main.ts', 'store.cjs', asCommon],
    ['src/debugger.ts', 'debugger.mjs', { format: 'esm' }],
    ['src/debugger.ts', 'debugger.cjs', asCommon],
    ['src/doors/client/index.ts', 'client.mjs', { format: 'esm' }],
    ['src/doors/client/index.ts', 'client.cjs', asCommon],
    ['src/runners/vitest.ts', 'vitest.mjs', { format: 'esm' }],
    ['src/runners/jest.ts', 'jest.cjs', asCommon],
    ['src/main.ts', 'main.js', { ...asProgram, banner: { js: `#!/usr/bin/env node\n${refuseOldNode}` } }],
    ['src/cli.ts', 'cli.js', asProgram],
    ['src/dap.ts', 'dap.js', asProgram],
  ].filter(([from]) => existsSync(join(root, from)));
  await Promise.all(
    entries.map(([from, to, more]) =>
      bundle({ ...common, ...more, entryPoints: [join(root, from)], outfile: join(dist, to) }),
    ),
  );
  // The preload proper: plain enough for any old Node, which it leaves alone.
  writeFileSync(join(dist, 'register.cjs'), preload);
  for (const name of ['eddy.config.schema.json', 'openapi.json'])
    copyFileSync(join(root, 'schema', name), join(dist, name));
  python();
  await page();
  if (existsSync(join(dist, 'main.js'))) chmodSync(join(dist, 'main.js'), 0o755);
  if (!process.argv.includes('--no-types')) types();
  writeFileSync(join(dist, '.built'), '');
}

// Which command it is decides what is loaded: each part is a file of its own, and has all that it needs.
const programParts = {
  name: 'parts of the program',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(?:cli|dap)\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: path.replace(/ts$/, 'js'), external: true } : undefined,
    );
  },
};

/** What a Python program loads, as it is; not removed first, because one may be starting. */
function python() {
  const [from, to] = ['python', 'dist/python'].map(folder => join(root, folder));
  const isOurs = path => !/(?:__pycache__|\.pyc|_test\.py)$/.test(path);
  for (const folder of ['site', 'eddy_agent'])
    cpSync(join(from, folder), join(to, folder), { recursive: true, preserveTimestamps: true, filter: isOurs });
  for (const name of readdirSync(to, { recursive: true }))
    if (!name.includes('__pycache__') && !existsSync(join(from, name)))
      rmSync(join(to, name), { recursive: true, force: true });
}

/** The dashboard, into dist/dashboard. */
async function page() {
  const { build: bundle } = await import('vite');
  await bundle({ configFile: join(root, 'dashboard', 'vite.config.ts'), logLevel: 'error' });
}

// Said before anything is started: halfway through, an old Node would fail on some missing function.
const refuseOldNode = `{
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 15)) {
    console.error(\`eddy: Node 22.15 or later is needed; this is \${process.version}. Get one: nodejs.org. In Eddy's own folder: npm run -s eddy -- …\`);
    process.exit(2);
  }
}`;

const preload = `'use strict';
var parts = process.versions.node.split('.');
if (Number(parts[0]) > 22 || (Number(parts[0]) === 22 && Number(parts[1]) >= 15)) {
  try {
    require('./inside.cjs');
  } catch (error) {
    require('fs').writeSync(2, 'eddy: could not start in this process: ' + (error && error.message) + '. The program runs without it.\\n');
  }
}
`;

function types() {
  rmSync(join(dist, 'types'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.types.json')], { stdio: 'inherit' });
  if (compiled.status !== 0) process.exit(1);
}

function isStale() {
  if (!existsSync(join(dist, '.built'))) return true;
  const built = statSync(join(dist, '.built')).mtimeMs;
  return (
    Math.max(...['src', 'python', 'dashboard'].map(folder => newest(join(root, folder)))) > built ||
    statSync(fileURLToPath(import.meta.url)).mtimeMs > built
  );
}

function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

if (!process.argv.includes('--if-stale') || isStale()) {
  // What is wrong was said already, by the bundler.
  await build().catch(error => {
    if (error.errors === undefined) console.error(error);
    process.exitCode = 1;
  });
}
