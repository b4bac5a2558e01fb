import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { calm, folder, nodeMajors, nodePath, root, runUnderEddy, withoutNode } from '../launch/index.ts';

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

  test(`a request that was answered with 500 or more has failed; its event tells the status; Node ${major}`, async t => {
    const file = join(folder(t), 'events');
    await runUnderEddy(t, ['--events', file, join(programs, 'answers.mjs')], { node });
    const events = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as EddyEvent);
    const nameOf = (flow: unknown) =>
      events.find(one => one.kind === 'flow-started' && one.flow === flow)?.data.name as string;
    const ended = events
      .filter(one => one.kind === 'flow-ended')
      .map(one => [nameOf(one.flow), one.data.outcome, one.data.status])
      .filter(([name]) => String(name).startsWith('GET'));
    deepEqual(ended.sort(), [
      ['GET /200', 'done', 200],
      ['GET /201', 'done', 201],
      ['GET /404', 'done', 404],
      ['GET /500', 'failed', 500],
      ['GET /503', 'failed', 503],
      ['GET /never', 'closed', undefined],
    ]);
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
