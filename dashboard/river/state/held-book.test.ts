import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from '../../../src/wire/protocol/index.ts';
import { FakePage, state } from '../../model/fake-page.ts';
import { Model } from '../../model/index.ts';
import { HeldBook } from './held-book.ts';
import { River } from './river.ts';

function event(kind: EddyEvent['kind'], at: number, data: EddyEvent['data'] = { hold: 'h1' }): EddyEvent {
  return { seq: at, at, kind, target: 'a', flow: 'a.2', data };
}

test('a stretch is from where it was held to where it went on, whoever tells it how often', () => {
  const book = new HeldBook();
  for (const one of [event('held', 10), event('resumed', 40), event('held', 10), event('resumed', 40)]) book.take(one);
  // Of this one only its end was heard.
  book.take(event('resumed', 90, { hold: 'h2', heldMs: 20 }));
  book.take(event('stopped', 95, { hold: 's1' }));
  book.take(event('log', 96));
  deepEqual(
    [...book.all()],
    [
      { flow: 'a.2', from: 10, to: 40 },
      { flow: 'a.2', from: 70, to: 90 },
      { flow: 'a.2', from: 95, to: Number.NaN },
    ],
  );
  deepEqual(
    [5, 30, 60, 100].map(until => book.heldMs('a.2', until)),
    [0, 20, 30, 55],
  );
  equal(book.heldMs('a.3', 100), 0);
});

test('it is bounded', () => {
  const book = new HeldBook();
  for (let at = 0; at < 2_100; at++) book.take(event('held', at, { hold: `h${at}` }));
  deepEqual([[...book.all()].length, [...book.all()][0]?.from], [2_000, 100]);
});

test('the river knows what was held before it was opened, and what is held while it is', async () => {
  const status = () => ({ store: { kind: 'none' }, runs: [] });
  const page = new FakePage({ status, flows: () => ({ targets: [] }), holds: () => ({ holds: [] }) });
  const model = new Model(page);
  model.take({ say: 'state', state: state(), lost: 0 });
  await page.pass(0);
  model.take({ say: 'events', events: [event('held', 10), event('resumed', 40)] });
  const river = new River(model, { wallNow: () => 100, openedAt: 0 });
  equal(river.held.heldMs('a.2', 100), 30);
  model.take({ say: 'events', events: [event('held', 50, { hold: 'h2' }), event('resumed', 55, { hold: 'h2' })] });
  equal(river.held.heldMs('a.2', 100), 35);
  await page.pass(0);
  model.close();
});
