import { deepEqual, equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from '../../scripts/check/sources.ts';
import { commands } from '../../src/doors/cli/commands/index.ts';
import { parseRunOptions } from '../../src/wire/protocol/index.ts';

const root = join(import.meta.dirname, '..', '..');
const pages = [join(root, 'README.md'), ...filesBelow(join(root, 'docs'), /\.md$/)];

test('links between the pages lead somewhere', () => {
  const dead = pages.flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
      .map(match => match[1] ?? '')
      .filter(link => !existsSync(resolve(dirname(page), link)))
      .map(link => `${relative(root, page)}: ${link}`),
  );
  deepEqual(dead, []);
});

test('the sample in the README runs', t => {
  const sample = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
  const around = `const files = ['a', 'b'];\nconst load = async file => console.log('loaded', file);\n`;
  // Inside the house, so that `eddy` is this package.
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'readme-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'sample.mjs'), around + sample);
  const ran = spawnSync(process.execPath, [join(folder, 'sample.mjs')], { encoding: 'utf8', timeout: 20_000 });
  equal(ran.stderr, '');
  equal(ran.stdout, 'loaded a\nloaded b\n');
  equal(ran.status, 0);
});

test('what the README types at a shell is what Eddy takes', () => {
  const blocks = readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g);
  const lines = [...blocks].flatMap(([, text = '']) => text.split('\n')).map(line => line.replace(/ +# .*$/, ''));
  const typed = lines.filter(line => line.startsWith('eddy ')).map(line => line.split(' ').slice(1));
  const known = new Set(commands.map(({ name }) => name));
  deepEqual(
    typed.filter(([name = '']) => !known.has(name)),
    [],
  );
  const runs = typed.filter(([name]) => name === 'run').map(([, ...words]) => parseRunOptions(words));
  const names = new Set(runs.map(({ options }) => options.name));
  for (const words of typed)
    if (words.includes('--run')) equal(names.has(words[words.indexOf('--run') + 1]), true, words.join(' '));
  const held = runs.flatMap(({ options, rest: [program = ''] }) =>
    options.probing.probes.map(({ place }) =>
      'file' in place ? lineOf(join(root, dirname(program), place.file), place.line) : '',
    ),
  );
  match(held.join('\n'), /^ *if .*cents/);
});

function lineOf(file: string, line: number): string {
  return readFileSync(file, 'utf8').split('\n')[line - 1] ?? '';
}

test('everything that the library exports has its line', async () => {
  const eddy: object = await import('../../src/inside/runtime/index.ts');
  const page = readFileSync(join(root, 'docs', 'library.md'), 'utf8');
  // Exported for our own other half; not for programs.
  const inner = new Set(['runAsFlow', 'gaugeProcess']);
  deepEqual(
    Object.keys(eddy).filter(name => !inner.has(name) && !new RegExp(`\\b${name}\\b`).test(page)),
    [],
  );
});
