import { equal, match } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

// What the process says and how it ends when a generator's rejection is, or is not, handled: with the watch as without it.
const programs = {
  'an unawaited next() that rejects': `
    async function* body() { await null; throw new Error('lost') }
    body().next();`,
  'an unawaited return() whose finally throws': `
    async function* body() { try { yield 1 } finally { await null; throw new Error('late') } }
    const it = body(); await it.next(); it.return();
    setTimeout(() => {}, 30);`,
  'a stuck next() that nobody awaits, looked at, then rejected': `
    async function* body() { await new Promise((_, no) => setTimeout(() => no(new Error('after the look')), 150)) }
    const it = body(); it.next(); it.return().catch(() => {});
    setTimeout(() => {}, 300);`,
  'a for await loop that fails': `
    async function* body() { yield 1; await null; throw new Error('in the loop') }
    async function main() { for await (const _ of body()) console.log(_) }
    main();`,
  'a rejection that is handled in time': `
    async function* body() { await null; throw new Error('seen') }
    await body().next().catch(error => console.log(error.message));`,
  'a rejection that is not an error': `
    async function* body() { await null; throw { odd: 1 } }
    body().next();`,
};

const watch = new URL('../../src/inside/runtime/generators/watch-generators.ts', import.meta.url).href;
const core = new URL('../../src/inside/runtime/core/index.ts', import.meta.url).href;
const preload = `data:text/javascript,${encodeURIComponent(
  `import { watchGenerators } from ${JSON.stringify(watch)}; import { runtime } from ${JSON.stringify(core)}; watchGenerators(runtime());`,
)}`;

test('in the synchronous part of a step there is one frame of ours, and no more', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'eddy-generators-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'program.mjs');
  await writeFile(file, "async function* body() { throw new Error('at once') }\nbody().next();");
  const [bare, watched] = await Promise.all([run([file]), run(['--import', preload, file])]);
  const lines = watched.split('\n');
  const ours = lines.filter(line => line.includes('watch-generators'));
  equal(ours.length, 1);
  equal(lines.filter(line => !ours.includes(line)).join('\n'), bare);
});

test('the text and status of uncaught errors are those of the bare program', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'eddy-generators-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, code] of Object.entries(programs)) {
    const file = join(folder, 'program.mjs');
    await writeFile(file, code);
    const [bare, watched] = await Promise.all([run([file]), run(['--import', preload, file])]);
    equal(watched, bare, name);
    match(bare, name.includes('handled in time') ? /^0 seen/ : /^1 /, name);
  }
});

function run(args: string[]): Promise<string> {
  const env = { ...process.env, EDDY_LIMITS: '{"generatorReturnMs":50,"generatorAbandonedMs":50}' };
  return new Promise(resolve => {
    const child = execFile(process.execPath, args, { env }, (_error, stdout, stderr) => {
      resolve(`${child.exitCode} ${stdout}${stderr}`);
    });
  });
}
