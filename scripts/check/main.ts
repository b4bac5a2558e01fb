import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { listFixtures } from '../fixtures.js';
import { root } from '../nodes.js';
import { checkLayers, ringsOfTypes } from './layers.ts';
import { checkPackages, readTable } from './packages.ts';
import { checkSizes } from './sizes.ts';
import { filesBelow, readSources } from './sources.ts';

interface Outcome {
  readonly ok: boolean;
  readonly said: string;
}

type Step = () => Outcome | Promise<Outcome>;

/** Runs every step, whatever the others said, and tells each one's time. True when all are well. */
export async function check(options: { unitTests: boolean }): Promise<boolean> {
  const steps: Record<string, Step> = {
    'format, lint': () =>
      run('node_modules/@biomejs/biome/bin/biome', [
        'ci',
        '--error-on-warnings',
        '--colors=off',
        '--max-diagnostics=20',
        '.',
      ]),
    types: () => run('node_modules/typescript/bin/tsc', ['-p', '.']),
    'types of the page': () => run('node_modules/typescript/bin/tsc', ['-p', 'dashboard']),
    arrows,
    sizes,
    packages,
    generated: () => run('scripts/generate.ts', ['--check']),
    ...(options.unitTests ? { 'unit tests': unitTests } : {}),
  };
  const failed: string[] = [];
  for (const [name, step] of Object.entries(steps)) {
    const started = performance.now();
    const { ok, said } = await step();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${ok ? '✔' : '✖'} ${name} (${seconds} s)`);
    if (said.trim() !== '') console.log(said.trimEnd().replace(/^/gm, '    '));
    if (!ok) failed.push(name);
  }
  console.log(failed.length === 0 ? 'check: all is well' : `check: ${failed.join(', ')} failed`);
  return failed.length === 0;
}

const everywhere = ['src', 'dashboard', 'test', 'bench', 'examples', 'scripts'];

function arrows(): Outcome {
  const sources = readSources(root, ['src', 'dashboard']);
  return listed([...checkLayers(readJson('layers.json'), sources), ...ringsOfTypes(sources)]);
}

function sizes(): Outcome {
  const { wrong, warnings } = checkSizes(readSources(root, everywhere));
  return listed(wrong, warnings);
}

function packages(): Outcome {
  const manifest = readJson('package.json');
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const table = readTable(readFileSync(`${root}/docs/dependencies.md`, 'utf8'));
  // A fixture has packages of its own.
  const fixtures = listFixtures().map(folder => `${relative(root, folder).replaceAll('\\', '/')}/`);
  const ours = readSources(root, everywhere).filter(({ path }) => !fixtures.some(folder => path.startsWith(folder)));
  return listed(checkPackages(table, declared, manifest.name, ours));
}

/**
 * What runs inside a program changes the process that it is in, so each of its files has one of its own; all other files share
 * one, which saves starting some hundred. `npm test` gives each its own.
 */
async function unitTests(): Promise<Outcome> {
  const files = filesBelow(root, /\.test\.ts$/).map(file => relative(root, file));
  const below = (folder: string) => files.filter(file => file.startsWith(folder));
  const inside = below('src/inside/');
  const others = ['src/', 'scripts/', 'dashboard/'].flatMap(below).filter(file => !inside.includes(file));
  const outcomes = await Promise.all([
    runTests(['--test-concurrency=2', ...inside]),
    runTests(['--test-isolation=none', ...others]),
  ]);
  return { ok: outcomes.every(({ ok }) => ok), said: outcomes.map(({ said }) => said).join('') };
}

async function runTests(words: readonly string[]): Promise<Outcome> {
  const { ok, said } = await run('--test', ['--test-reporter=spec', '--test-timeout=20000', ...words]);
  return { ok, said: ok ? (/^ℹ pass \d+\n/m.exec(said)?.[0] ?? '') : said.slice(said.lastIndexOf('ℹ tests')) };
}

function listed(wrong: readonly string[], warnings: readonly string[] = []): Outcome {
  return { ok: wrong.length === 0, said: [...wrong, ...warnings.map(one => `(${one})`)].join('\n') };
}

function readJson(name: string) {
  return JSON.parse(readFileSync(`${root}/${name}`, 'utf8'));
}

/** One of the tools, under this Node. What it says is shown only when it fails, or when the caller wants it. */
function run(file: string, args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', text => {
      said += text;
    });
  }
  return new Promise(resolve => {
    child.on('error', error => resolve({ ok: false, said: String(error) }));
    child.on('close', status => resolve({ ok: status === 0, said: status === 0 && file !== '--test' ? '' : said }));
  });
}
