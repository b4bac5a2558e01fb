import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { ProbeView } from '../../wire/protocol/index.ts';
import { type Apart, Pauses } from './pauses.ts';

function made(probe: string): Apart {
  return { what: `session of ${probe}`, probes: [{ spec: { id: probe } } as ProbeView] };
}

function open() {
  const unset: string[] = [];
  return { unset, pauses: new Pauses(async what => void unset.push(what)) };
}

test('a wish is one until its thread stands; what it stood by goes with it', async () => {
  const { unset, pauses } = open();
  await pauses.start(1, async () => made('p1'));
  equal(pauses.has(1), true);
  await pauses.stood(1, 'p1');
  deepEqual([pauses.has(1), pauses.isProbe('p1'), unset], [false, true, []]);
  await pauses.left('p1');
  deepEqual([pauses.isProbe('p1'), unset], [false, ['session of p1']]);
});

test('it is taken back by word, or as the thread stands for another reason', async () => {
  const { unset, pauses } = open();
  await pauses.start(1, async () => made('p1'));
  await pauses.start(2, async () => made('p2'));
  await pauses.takeBack(1);
  await pauses.stood(2, 'other');
  deepEqual([pauses.has(1), pauses.has(2), unset], [false, false, ['session of p1', 'session of p2']]);
});

test('taken back while it is being set, it is taken away as soon as it is there', async () => {
  const { unset, pauses } = open();
  const { promise, resolve } = Promise.withResolvers<Apart>();
  const started = pauses.start(1, () => promise);
  await pauses.takeBack(1);
  resolve(made('p1'));
  await started;
  deepEqual([pauses.has(1), pauses.isProbe('p1'), unset], [false, false, ['session of p1']]);
});
