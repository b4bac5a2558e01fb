// What is compiled by node:vm, as test runners do it, gets gates under `eddy test`, and shows nothing of them.
import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eddy, folder, nodeMajors, nodePath, root, run, withoutNode } from '../launch/index.ts';

const program = join(root, 'test/targets/tests/compiles.cjs');

for (const major of nodeMajors)
  test(`the same as bare, and with gates: Node ${major}`, { skip: withoutNode(major) }, async t => {
    const node = nodePath(major);
    const bare = await run(node, [program]);
    const file = join(folder(t), 'events.ndjson');
    const snap = ['--snap', 'compiled.js:3', '--snap', 'module.js:3'];
    const words = ['test', '-q', ...snap, '--events', file, '--', program];
    const under = await run(node, [eddy, ...words]);
    equal(under.stdout, bare.stdout);
    equal(under.status, 0);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const events = lines.map(line => JSON.parse(line) as { kind: string; data: { locals: object } });
    const snaps = events.filter(({ kind }) => kind === 'snap').map(({ data }) => data.locals);
    // In each of the three ways, once.
    deepEqual(snaps, Array(3).fill({ total: 1, tax: 2 }));
  });

test('without a runner it says how to name one; what is of eddy run alone is refused', async () => {
  const none = await run(process.execPath, [eddy, 'test']);
  equal(none.status, 2);
  match(none.stderr, /^eddy: eddy test: which runner\?[\s\S]*eddy test -- node --test/);
  const watch = await run(process.execPath, [eddy, 'test', '--watch', '--', 'node', '--test']);
  equal(watch.status, 2);
  match(watch.stderr, /--watch is an option of eddy run\. Runners watch by themselves/);
});
