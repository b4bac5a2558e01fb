import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredRun } from '../wire/protocol/index.ts';
import { KnownRuns } from './known-runs.ts';

const shop: StoredRun = { id: 'a-1', name: 'shop', words: ['shop.mjs'], cwd: '/shop', pid: 7, started: 10 };
const ended: StoredRun = { ...shop, id: 'b-2', ended: 20, end: { how: 'exit', code: 0 } };

test('a run that was there before is who it was; one that has ended is not written over', async () => {
  const known = new KnownRuns({ runs: async () => [shop, ended] });
  await known.read();
  deepEqual(known.card('a-1', 99), {
    ...{ version: 1, pid: 7, words: ['shop.mjs'] },
    ...{ cwd: '/shop', started: 10, name: 'shop' },
  });
  deepEqual([known.isOpen('a-1'), known.isOpen('b-2'), known.isOpen('c-3')], [true, false, false]);
  deepEqual([known.mayBeKept('a-1'), known.mayBeKept('b-2'), known.mayBeKept('c-3')], [true, false, true]);
  deepEqual(known.card('c-3', 99), { version: 1, pid: 3, words: [], cwd: '', started: 99 });
});

test('a run that ended here is not written over when one of its own comes late', async () => {
  const known = new KnownRuns({ runs: async () => [{ ...shop, unheard: 4 }] });
  await known.read();
  equal(known.unheard('a-1'), 4);
  known.ended({ ...shop, ended: 30, end: { how: 'lost' }, unheard: 5 });
  deepEqual([known.isOpen('a-1'), known.mayBeKept('a-1'), known.unheard('a-1')], [false, false, 5]);
});

test('while the store cannot be read nothing is written over; it is asked again', async () => {
  let isInTrouble = true;
  const known = new KnownRuns({
    runs: async () => {
      if (isInTrouble) throw new Error('the disk is full');
      return [shop];
    },
  });
  await known.read();
  deepEqual([known.isRead, known.mayBeKept('a-1'), known.isOpen('a-1')], [false, false, false]);
  isInTrouble = false;
  await known.read();
  deepEqual([known.isRead, known.mayBeKept('a-1'), known.isOpen('a-1')], [true, true, true]);
  equal(known.card('a-1', 99).name, 'shop');
});
