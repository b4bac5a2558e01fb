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
  const figures = { process: { rssBytes: 5 } };
  const state = { sections: {}, system: { ...figures, gates: { files: 1 } }, findings: [], dropped: {} };
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
