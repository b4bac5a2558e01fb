import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { openDesk } from '../testing/fake-desk.ts';
import { fakeInfo } from '../testing/fake-target.ts';
import type { EddyEvent, Finding } from '../wire/protocol/index.ts';
import { Run } from './run.ts';

async function follow() {
  const { desk, clock, ask, follower } = openDesk();
  const told: EddyEvent[] = [];
  await ask(
    'follow',
    {},
    follower(event => told.push(event)),
  );
  const card = { version: 1, pid: 1, words: ['shop.ts'], cwd: '/', started: 1 };
  const run = new Run('r1', card, { desk, clock });
  run.take({ say: 'target', target: fakeInfo('a') });
  return { run, told };
}

test('who follows is told the figures of each state, and nothing else of it', async () => {
  const { run, told } = await follow();
  const process = { rssBytes: 5 };
  const tasks = { total: 3, live: 2, items: [], dropped: 0 };
  const figures = { process, tasks: { live: 2, total: 3 } };
  const state = { sections: { tasks }, system: { process, gates: { files: 1 } }, findings: [], dropped: {} };
  run.take({ say: 'state', target: 'a', at: 7, state });
  run.take({ say: 'state', target: 'a', at: 8, state: { ...state, system: {} } });
  deepEqual(
    told.filter(({ kind }) => kind === 'system'),
    [{ seq: 0, at: 7, kind: 'system', target: 'a', data: { run: 'r1', figures } }],
  );
});

test('a finding that grows is told again, and said to be one', async () => {
  const { run, told } = await follow();
  const site = { file: '/a.ts', line: 1, column: 1, function: 'f', stack: [] };
  const finding: Finding = {
    ...{ kind: 'task-slow', severity: 'warning', message: 'slow', hint: 'h' },
    ...{ count: 1, firstAt: 5, lastAt: 5, flows: [], sites: { created: site } },
  };
  for (const count of [1, 2]) run.take({ say: 'finding', target: 'a', key: 'k', finding: { ...finding, count } });
  deepEqual(
    told.flatMap(({ kind, data }) => (kind === 'finding' ? [[(data.finding as Finding).count, data.again]] : [])),
    [
      [1, undefined],
      [2, true],
    ],
  );
});

test('where flows waited at the end of targets is kept for some thousands, and the rest counted', async () => {
  const { run } = await follow();
  const flow = {
    id: 'a.1',
    name: 'work',
    kind: 'task',
    startedAt: 1,
    state: 'idle',
    sessions: [],
    holds: [],
    activations: [],
  };
  const flows = Array.from({ length: 9_000 }, () => flow as never);
  for (let at = 1; at <= 5; at++)
    run.take({ say: 'activity', target: 'a', activity: { target: 'a', at, flows, cut: false } as never });
  deepEqual([run.pending.length, run.report().dropped['pending at exit']], [2, 27_000]);
});
