import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { calm, nodeMajors, nodePath, root, runUnderEddy, withoutNode } from '../launch/index.ts';

const programs = join(root, 'test/targets/flows');

for (const major of nodeMajors) {
  const skip = withoutNode(major);
  if (skip !== false) {
    test(`flows, Node ${major}`, { skip }, () => {});
    continue;
  }
  const node = nodePath(major);

  test(`each request is a flow of its own: kept-alive, pipelined, 300 at once, https, http2; Node ${major}`, async t => {
    const { stdout, stderr, report } = await runUnderEddy(t, [join(programs, 'servers.mjs')], { node, env: calm });
    equal(stderr.includes('Error'), false, stderr);
    deepEqual(JSON.parse(stdout), { requests: 393, wrong: 0, outside: 'main' });
    equal(report.flows.summary?.request, 393);
    equal(report.targets[0]?.isolation, true);
    deepEqual(report.findings, []);
  });

  test(`each message between threads is a flow of its own; Node ${major}`, async t => {
    const { stdout } = await runUnderEddy(t, [join(programs, 'messages.mjs')], { node });
    const { flows, ids } = JSON.parse(stdout);
    deepEqual(
      flows,
      [0, 1, 2].map(() => ['message', true, 'message', true]),
    );
    equal(ids, 3);
  });
}
