// `eddy ide vscode`, the configuration of the port, and findings as an editor sees them.
import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eddy, root, run } from '../launch/index.ts';
import { dialEditor, ownPlace, shop, startEditor, startServer } from './editor-client.ts';

test('the entry that is written leads to the hub that is there', async t => {
  const place = ownPlace(t);
  const cwd = place.env.TMPDIR as string;
  mkdirSync(join(cwd, '.vscode'));
  const file = join(cwd, '.vscode', 'launch.json');
  writeFileSync(file, '{\n  // mine\n  "configurations": [{ "name": "mine" }]\n}\n');
  const server = await startServer(place);
  const ide = (...words: string[]) => run(process.execPath, [eddy, 'ide', ...words], { cwd, env: place.env });
  const written = await ide('vscode', '--program', shop);
  deepEqual([written.status, written.stderr], [0, '']);
  match(written.stdout, new RegExp(`listens for editors at port ${server.port}`));
  const text = readFileSync(file, 'utf8');
  match(text, /^\{\n {2}\/\/ mine\n/);
  const [mine, launch, attach] = JSON.parse(text.replace('// mine', '')).configurations;
  deepEqual([mine, launch.debugServer, attach.request], [{ name: 'mine' }, server.port, 'attach']);
  const editor = await dialEditor(launch.debugServer);
  const { name: _, request, ...given } = launch;
  // VS Code fills its variables in.
  match(given.cwd, /^\$\{workspaceFolder\}$/);
  await editor.begin(request, { ...given, cwd });
  await editor.client.configurationDoneRequest();
  await editor.port();
  await editor.client.disconnectRequest({});
  const again = await ide('vscode', '--program', shop);
  equal(again.status, 0);
  equal(readFileSync(file, 'utf8'), text);
  const printed = await ide('vscode', '--print');
  equal(printed.stdout.includes(server.token), false);
  deepEqual([(await ide('vim')).status, (await ide('vscode', '--port', 'x')).status, (await ide()).status], [2, 2, 2]);
});

test('the port of the configuration', async t => {
  const place = ownPlace(t);
  const cwd = place.env.TMPDIR as string;
  writeFileSync(join(cwd, 'eddy.config.yaml'), 'serve: {dap: 0.0.0.0:0}\n');
  const far = await run(process.execPath, [eddy, 'serve', '--store', 'memory'], { cwd, env: place.env });
  deepEqual([far.status, /serve\.dap 0\.0\.0\.0:0 can be reached/.test(far.stderr)], [2, true]);
});

test('findings are output, and a filter stops at them', async t => {
  const editor = await startEditor(t);
  const program = join(root, 'test/targets/editor/crossed.mjs');
  await editor.begin('launch', { program });
  const set = await editor.client.setExceptionBreakpointsRequest({
    filters: [],
    filterOptions: [{ filterId: 'finding', condition: 'rejection-unhandled' }],
  });
  equal(set.body?.breakpoints?.length, 1);
  await editor.client.configurationDoneRequest();
  const { threadId, reason } = await editor.stopped();
  equal(reason, 'exception');
  const info = (await editor.client.exceptionInfoRequest({ threadId })).body;
  equal(info.exceptionId, 'rejection-unhandled');
  await editor.client.continueRequest({ threadId });
  match((await editor.said(/eddy: .*rejection-unhandled.*/))[0], /^eddy: \w+: rejection-unhandled: /);
});
