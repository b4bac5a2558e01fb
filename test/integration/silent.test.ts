import { deepEqual, equal } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { calm, folder, nodeMajors, nodePath, preload, root, run, withoutNode } from '../launch/index.ts';

const programs = join(root, 'test/targets/silent');

// Programs that do nothing wrong: whatever they use, nothing is found.
for (const major of nodeMajors) {
  test(`right programs give no finding, Node ${major}`, { skip: withoutNode(major) }, async t => {
    for (const program of readdirSync(programs)) {
      await t.test(program, async t => {
        const reportFile = join(folder(t), 'report.json');
        const { status, stderr } = await run(nodePath(major), [join(programs, program)], {
          env: { ...calm, NODE_OPTIONS: `--require ${preload}`, EDDY_OPTIONS: `--report ${reportFile}` },
        });
        equal(status, 0, stderr);
        deepEqual(JSON.parse(readFileSync(reportFile, 'utf8')).findings, []);
      });
    }
  });
}
