import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { calm, nodeMajors, nodePath, root, run, runUnderEddy, withoutNode } from '../launch/index.ts';

for (const major of nodeMajors) {
  for (const name of ['express', 'fastify', 'undici']) {
    test(`${name} answers byte for byte the same, Node ${major}`, { skip: withoutNode(major) }, async t => {
      const node = nodePath(major);
      const program = join(root, `test/targets/servers/${name}.mjs`);
      const bare = await run(node, [program]);
      const { report, ...under } = await runUnderEddy(t, [program], { node, flags: ['--quiet'], env: calm });
      deepEqual(under, bare);
      equal(bare.status, 0, bare.stderr);
      deepEqual(report.findings, []);
    });
  }
}
