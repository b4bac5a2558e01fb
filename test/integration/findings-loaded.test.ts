// Places of findings are lines that the user wrote, where a loader makes another text of a file as it is loaded.
import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { lineOf, root, runUnderEddy } from '../launch/index.ts';

const home = join(root, 'test/targets/loaded');

test('what blocks the loop is told by its own line', async t => {
  const file = join(home, 'spin.ts');
  const words = [process.execPath, '--import', join(home, 'loader.mjs'), file];
  const { stdout, report } = await runUnderEddy(t, ['--quiet', '--', ...words]);
  equal(stdout, 'done\n');
  const [found] = report.findings.filter(one => one.kind === 'loop-blocked');
  const { file: path, line, stack = [] } = found?.sites.blocked ?? {};
  deepEqual([path, line], [file, lineOf(file, 'spins')]);
  deepEqual(stack[0]?.includes(`${file}:${line}:`), true);
});
