// What only starts other processes has no inspector; who dials it is aborted by Node, and the program with it.
import { equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeMajors, nodePath, root, runUnderEddy, withoutNode } from '../launch/index.ts';

const targets = join(root, 'test/targets/gates');

for (const major of nodeMajors) {
  test(`Node ${major}: a test runner whose loop is blocked is left alone`, { skip: withoutNode(major) }, async t => {
    const node = nodePath(major);
    const isolation = major === 22 ? '--experimental-test-isolation' : '--test-isolation';
    for (const runsTests of [false, true]) {
      const words = [
        node,
        '--require',
        join(targets, 'blocks.cjs'),
        '--test',
        `${isolation}=${runsTests ? 'none' : 'process'}`,
      ];
      const all = ['--quiet', '--on', 'snap@throw', ...words, join(targets, 'waits.test.mjs')];
      const { status, signal, stderr, report } = await runUnderEddy(t, all, {
        node,
        env: { NODE_TEST_CONTEXT: undefined },
      });
      equal(signal, null, stderr);
      equal(status, 0, stderr);
      // Of one that only starts others nobody wants to know.
      equal(
        report.targets.some(({ notes }) => notes.some(note => note.includes('no inspector'))),
        runsTests,
      );
    }
  });
}
