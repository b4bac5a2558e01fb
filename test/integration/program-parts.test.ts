// What a command loads: the adapter nothing of the other commands, and each what it was compiled to the last time.
import { deepEqual, equal, match } from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eddy, folder, nodeMajors, nodePath, root, run, withoutNode } from '../launch/index.ts';

const asked = JSON.stringify({ seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'test' } });
const initialize = `Content-Length: ${asked.length}\r\n\r\n${asked}`;

test('the adapter does without the other commands', async t => {
  const own = folder(t);
  mkdirSync(join(own, 'dist'));
  for (const name of ['package.json', 'dist/main.js', 'dist/dap.js']) copyFileSync(join(root, name), join(own, name));
  const env = { EDDY_CACHE: '' };
  const { status, stdout, stderr } = await run(process.execPath, [join(own, 'dist/main.js'), 'dap'], {
    env,
    stdin: initialize,
  });
  deepEqual([status, stderr], [0, '']);
  match(stdout, /"command":"initialize","success":true/);
  equal((await run(process.execPath, [join(own, 'dist/main.js'), '--version'], { env })).status, 1);
});

for (const major of nodeMajors)
  test(`Node ${major}: what it is compiled to is kept where nobody else can write`, {
    skip: withoutNode(major),
  }, async t => {
    const cache = folder(t);
    const start = async (EDDY_CACHE: string) => {
      const { status, stdout } = await run(nodePath(major), [eddy, '--version'], { env: { EDDY_CACHE } });
      equal(status, 0);
      match(stdout, /^eddy \d/);
    };
    await start(cache);
    const [kept = ''] = readdirSync(join(cache, 'program'));
    equal(readdirSync(join(cache, 'program', kept)).length > 0, true);
    await start(cache);
    const open = join(cache, 'open');
    mkdirSync(join(open, 'program'), { recursive: true });
    chmodSync(join(open, 'program'), 0o777);
    await start(open);
    deepEqual(readdirSync(join(open, 'program')), []);
    await start('');
  });
