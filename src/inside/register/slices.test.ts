import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity, FlowActivity } from '../../wire/protocol/index.ts';
import { inSlices } from './slices.ts';

const generator = Object.getPrototypeOf(async function* () {}.prototype) as object;

test('each flow is given once, in order, and the end last', async () => {
  const ids: string[] = [];
  let slices = 0;
  let last: Activity | undefined;
  for await (const part of inSlices(steps(3))) {
    slices += 1;
    last = part;
    ids.push(...part.flows.map(one => one.id));
  }
  deepEqual(ids, ['1', '2', '3']);
  equal(slices > 1, true, `in ${slices} slices`);
  equal(last?.target, 't');
});

test('it is no async generator, which would be listed as one of the program', async () => {
  const iterator = inSlices(steps(0))[Symbol.asyncIterator]();
  equal(Object.prototype.isPrototypeOf.call(generator, iterator), false);
  equal((await iterator.next()).done, undefined);
  equal((await iterator.next()).done, true);
});

/** Each takes longer than a slice may. */
function* steps(count: number): Generator<FlowActivity | undefined, Activity> {
  for (let id = 1; id <= count; id++) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    yield { id: String(id) } as FlowActivity;
  }
  return { target: 't', at: 1, flows: [], liveActivations: 0, cut: false };
}
