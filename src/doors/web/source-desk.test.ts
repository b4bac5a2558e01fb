import { deepEqual, rejects } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { fail } from '../../base/index.ts';
import { MadeUpHub, noState } from './door-in-tests.ts';
import { SourceDesk } from './source-desk.ts';

/** A program's folder with sources in it, and others beside it. */
function scene(t: TestContext) {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'eddy-source-')));
  t.after(() => rmSync(base, { recursive: true }));
  const cwd = join(base, 'shop');
  const put = (name: string, text: string) => {
    const path = join(base, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const files = {
    shop: put('shop/shop.ts', 'const a = 1;\n'),
    hidden: put('shop/.secret/key.js', 'secret'),
    plain: put('shop/.env', 'SECRET=1'),
    data: put('shop/data.json', '{}'),
    beside: put('beside/lib.py', 'x = 1\n'),
    likeIt: put('shopping/list.js', 'x'),
  };
  const hub = new MadeUpHub();
  const runs = [{ id: 'r1', cwd, words: [], pid: 1, started: 1 }];
  hub.answers.status = () => ({ runs, targets: [{ id: 't1', run: 'r1' }] });
  hub.answers.history = () => {
    throw fail('refused', 'This hub has none.');
  };
  const desk = new SourceDesk({ state: noState, ask: (name, ask) => hub.ask(name, ask) });
  return { base, cwd, files, hub, desk, read: (file: string, target?: string) => desk.read({ file, target }) };
}

test('a source below the folder of a run, by whatever name', async t => {
  const { cwd, files, read } = scene(t);
  const shop = { file: files.shop, text: 'const a = 1;\n', language: 'typescript' };
  for (const name of [files.shop, 'shop.ts', './shop.ts', pathToFileURL(files.shop).href, `${cwd}/../shop/shop.ts`]) {
    deepEqual(await read(name), shop, name);
    deepEqual(await read(name, 't1'), shop, name);
  }
});

test('what is no source, is hidden, or lies elsewhere is not shown', async t => {
  const { files, read, cwd } = scene(t);
  const others = [files.hidden, files.plain, files.data, files.beside, files.likeIt, '/etc/passwd', '../beside/lib.py'];
  for (const name of others) await rejects(read(name), { code: 'refused' }, name);
  await rejects(read(cwd), { code: 'refused' });
  await rejects(read(join(cwd, 'none.ts')), { code: 'unknown-id' });
  await rejects(read(join(files.shop, 'below.ts')), { code: 'unknown-id' });
  for (const nothing of ['', 'a\u0000b', 'file://host.example/etc/passwd', 'file:///%2Fetc', 'x'.repeat(5000)])
    await rejects(read(nothing), { code: 'bad-usage' }, nothing.slice(0, 40));
  // Read as it stands, and not as an address.
  await rejects(read('..%2Fbeside%2Flib.py'), { code: 'unknown-id' });
});

test('a link leads where it leads', async t => {
  const { base, cwd, files, read } = scene(t);
  symlinkSync(files.beside, join(cwd, 'lib.py'));
  symlinkSync('/etc', join(cwd, 'etc'));
  symlinkSync(cwd, join(base, 'way'));
  symlinkSync(join(cwd, 'ring.js'), join(cwd, 'ring.js'));
  await rejects(read('lib.py'), { code: 'refused' });
  await rejects(read('etc/passwd'), { code: 'refused' });
  await rejects(read('ring.js'), { code: 'refused' });
  deepEqual((await read(join(base, 'way', 'shop.ts'))).file, files.shop);
});

test('what targets have named is shown; what somebody asked for is not', async t => {
  const { files, hub, read } = scene(t);
  const place = { file: files.beside, line: 1, column: 1, function: 'f' };
  const asked = (places: unknown[]) => ({
    sessions: [{ probes: [{ spec: { place: { file: files.beside, line: 1 } }, bindings: [{ places }] }] }],
  });
  hub.answers.sessions = () => asked([]);
  await rejects(read(files.beside), { code: 'refused' });
  hub.answers.sessions = () => asked([place]);
  deepEqual((await read(files.beside)).text, 'x = 1\n');
  hub.answers.sessions = () => ({ sessions: [] });
  hub.answers.flows = () => ({ targets: [{ activity: { flows: [{ stack: [place] }] } }] });
  deepEqual((await read(files.beside)).language, 'python');
  hub.answers.flows = () => {
    throw fail('no-answer', 'busy');
  };
  hub.answers.report = () => ({ report: { findings: [{ sites: { entered: [{ file: files.beside }] } }] } });
  deepEqual((await read(files.beside)).file, files.beside);
});

test('what a target calls its source is one by its name, or a script', async t => {
  const { base, files, hub, read } = scene(t);
  const named = (file: string) => {
    hub.answers.report = () => ({ report: { findings: [{ sites: { entered: { file } } }] } });
    return read(file);
  };
  const put = (name: string, text: string) => {
    writeFileSync(join(base, name), text);
    return join(base, name);
  };
  const page = put('page.vue', '<script></script>\n');
  deepEqual(await named(page), { file: page, text: '<script></script>\n', language: 'text' });
  const tool = put('tool', '#!/usr/bin/python3\n');
  deepEqual(await named(tool), { file: tool, text: '#!/usr/bin/python3\n', language: 'text' });
  symlinkSync('/etc/passwd', join(base, 'looks-like.js'));
  const others = [files.plain, files.data, put('id_rsa', 'a key\n'), join(base, 'looks-like.js')];
  for (const one of [...others, '/etc/passwd', '/proc/self/environ', '/proc/self/maps', '/dev/null', base])
    await rejects(named(one), { code: 'refused' }, one);
});

test('a file is text, and not too long', async t => {
  const { cwd, read } = scene(t);
  writeFileSync(join(cwd, 'long.js'), 'x'.repeat(2 * 1024 * 1024 + 1));
  writeFileSync(join(cwd, 'full.js'), 'x'.repeat(2 * 1024 * 1024));
  writeFileSync(join(cwd, 'bytes.js'), Buffer.from([120, 0, 120]));
  mkdirSync(join(cwd, 'folder.js'));
  for (const name of ['long.js', 'bytes.js', 'folder.js']) await rejects(read(name), { code: 'refused' }, name);
  deepEqual((await read('full.js')).text.length, 2 * 1024 * 1024);
});
