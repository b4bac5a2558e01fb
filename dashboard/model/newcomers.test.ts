import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { activity, event, FakePage, flow, state, target } from './fake-page.ts';
import { Model } from './model.ts';

test('a program that comes is looked at: no event tells of its main flow', async () => {
  const runs = [{ ...state().runs[0]!, records: true as const }];
  const targets: unknown[] = [];
  const page = new FakePage({
    flows: () => ({ at: 0, targets }),
    holds: () => ({ holds: [] }),
    sessions: () => ({ sessions: [] }),
    status: () => ({ at: 5_000, runs, hub: { name: 'main' }, store: { kind: 'sqlite' } }),
  });
  const model = new Model(page);
  model.take({ say: 'state', state: state({ runs, targets: [] }), lost: 0 });
  await page.pass(60_000);
  targets.push({ target: 'a', activity: activity([flow('a.1', { kind: 'main' })]) });
  const { id, ...data } = target('a');
  const started = event('target-started', { target: id, data });
  model.take({ say: 'events', events: [started, event('flow-started', { flow: 'a.2', data: { name: 'buy' } })] });
  await page.pass(5_000);
  equal(model.flows.find('a.1')?.kind, 'main');
});
