import { deepEqual } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, nodeMajors, nodePath, preload, root, run, withoutNode } from '../launch/index.ts';

const programs = join(root, 'test/targets/transparent');

// The program comes first: both its streams, its status and the signal it ends by are what they are without us.
for (const major of nodeMajors) {
  test(`programs are the same under Eddy, Node ${major}`, { skip: withoutNode(major) }, async t => {
    const node = nodePath(major);
    for (const program of readdirSync(programs)) {
      await t.test(program, async t => {
        const words = [join(programs, program)];
        const bare = await run(node, words, { stdin: 'hello stdin' });
        const under = await run(node, words, {
          stdin: 'hello stdin',
          env: {
            NODE_OPTIONS: `--require ${preload}`,
            EDDY_OPTIONS: `--report ${join(folder(t), 'report.json')} --events ${join(folder(t), 'events.ndjson')}`,
          },
        });
        deepEqual(under, bare);
      });
    }
  });
}
