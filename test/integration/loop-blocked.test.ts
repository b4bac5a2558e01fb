// Each block of the loop counts, with its whole length, also the one that the program ends with.
import { deepEqual, match } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, runUnderEddy } from '../launch/index.ts';

test('a block that the program ends with is one, and is over', async t => {
  const { report } = await runUnderEddy(t, ['--quiet', join(root, 'test/targets/flows/blocks-at-its-end.mjs')]);
  deepEqual(
    report.findings.map(({ kind, count }) => [kind, count]),
    [['loop-blocked', 2]],
  );
  match(report.findings[0]!.message, /^The event loop stood still for \d+ ms by work in flow "main program"\.$/);
});
