import { deepEqual, equal, rejects } from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { findTool, isAtLeast, runTool } from './tool.ts';

const rows: [string, string, boolean][] = [
  ['22.15.0', '22.15', true],
  ['22.14.9', '22.15', false],
  ['22.9.0', '22.15', false],
  ['26.0.0', '22.15', true],
  ['20.19.5', '22.15', false],
  ['3.9', '3.9', true],
  ['3.13.0rc1', '3.9', true],
  ['1.8.0+local', '1.6', true],
  ['none', '1.6', false],
  ['', '1.6', false],
];
for (const [has, needs, isEnough] of rows) {
  test(`"${has}" is ${isEnough ? '' : 'not '}at least ${needs}`, () => equal(isAtLeast(has, needs), isEnough));
}

test('a command that is there, one that fails, one that is not', async () => {
  const { signal } = new AbortController();
  const node = process.execPath;
  const env = { PATH: '/no/such/folder' };
  deepEqual(await runTool(node, ['-p', '1+1'], { env, signal }), { status: 0, out: '2\n', err: '' });
  equal((await runTool(node, ['-e', 'process.exit(3)'], { env, signal })).status, 3);
  equal((await runTool('no-such-command', [], { env, signal })).status, undefined);
  equal(findTool('node', `/no/such/folder:${dirname(node)}`), node);
  equal(findTool('node', ''), undefined);
});

test('one that does not end is ended', async () => {
  const stop = new AbortController();
  const forever = runTool(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { env: {}, signal: stop.signal });
  stop.abort(new Error('enough'));
  await rejects(forever, /enough/);
});
