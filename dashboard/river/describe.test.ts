import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { Model, type ModelPorts } from '../model/index.ts';
import { describeFlow } from './describe.ts';

test('a flow in words: as it was at that moment', () => {
  const ports = { now: () => 0, after: () => () => {}, isHidden: () => true, ask: async () => ({}) };
  const model = new Model(ports as unknown as ModelPorts);
  const own = { target: 'a', flow: 'a.1' };
  model.flows.take({ ...own, seq: 1, kind: 'flow-started', at: 1_000, data: { name: 'buy', kind: 'request' } });
  model.flows.take({ ...own, seq: 2, kind: 'flow-ended', at: 3_000, data: { outcome: 'failed' } });
  const at = (now: number) => {
    const { name, state, tone, lasted } = describeFlow(model, 0, now);
    return [name, state, tone, lasted];
  };
  deepEqual(at(2_000), ['buy', 'alive', 'live', '1 s']);
  deepEqual(at(9_000), ['buy', 'failed', 'failed', '2 s']);
});
