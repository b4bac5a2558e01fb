// What docs/write-a-client.md shows of AsyncDebugClient runs as it stands there, with real debugpy.
import { equal, match } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { debianPython, lineOf, root, run, withoutDebugpy } from '../launch/index.ts';

const tasks = join(root, 'test/targets/dap/tasks.py');

test('the sample of a client of debug adapters runs', { skip: withoutDebugpy() }, async t => {
  const page = readFileSync(join(root, 'docs/write-a-client.md'), 'utf8');
  const sample = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  match(sample, new RegExp(`setAsyncBreakpoint\\(file, ${lineOf(tasks, 'count')},`));
  // Inside the house, so that `eddy` is this package.
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'dap-sample-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'sample.mjs');
  writeFileSync(file, sample.replaceAll("'python3'", `'${debianPython}'`).replace('/home/ann/tasks.py', tasks));
  const { status, stdout, stderr } = await run(process.execPath, [file]);
  equal(stderr, '');
  match(stdout, /^breakpoint work .*\bi = 1\b.*name = 'w4'/);
  match(stdout, /\n1001\n/);
  match(stdout, /\ntask-4 running\n/);
  equal(status, 0);
});
