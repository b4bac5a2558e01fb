import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../base/index.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { type HubAsk, JoinedHub } from './joined-hub.ts';

/** Hubs of which one can be ended, and what each was asked. */
function hubs() {
  const all: { asked: string[]; end(): void }[] = [];
  const dial = async (): Promise<HubAsk> => {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    let isOver = false;
    const asked: string[] = [];
    const end = () => {
      isOver = true;
      resolve();
    };
    all.push({ asked, end });
    const ask = async (name: string) => {
      await null;
      if (isOver) throw fail('closed', 'It has gone.');
      asked.push(name);
      return {} as never;
    };
    return { ask, ended, close: end, follow: async () => void asked.push('follow') };
  };
  return { all, dial };
}

test('a hub that went is dialled once, however many want it, and followed again', async () => {
  const { all, dial } = hubs();
  const clock = new FakeClock();
  const hub = await JoinedHub.open(dial, clock);
  const heard: string[] = [];
  const listener = {
    onEvent: () => {},
    onAway: () => void heard.push('away'),
    onBack: async () => void heard.push('back'),
  };
  await hub.follow(undefined, listener);
  all[0]!.end();
  await Promise.all([hub.ask('status', {}), hub.ask('holds', {})]);
  equal(all.length, 2);
  deepEqual(all[1]!.asked, ['follow', 'status', 'holds']);
  deepEqual(heard, ['away', 'back']);
  hub.close();
});

test('what was missed is read before anything else is asked of a hub that is back', async () => {
  const { all, dial } = hubs();
  const clock = new FakeClock();
  const hub = await JoinedHub.open(dial, clock);
  const { promise: isRead, resolve: read } = Promise.withResolvers<void>();
  await hub.follow(undefined, { onEvent: () => {}, onAway: () => {}, onBack: () => isRead });
  all[0]!.end();
  const settle = () => new Promise(setImmediate);
  await settle();
  clock.advance(1_000);
  await settle();
  const answer = hub.ask('endRun', { run: 'r', end: { how: 'lost' } });
  await settle();
  deepEqual(all[1]!.asked, ['follow']);
  read();
  await answer;
  deepEqual(all[1]!.asked, ['follow', 'endRun']);
  hub.close();
});

test('a hub that went is dialled again at the pace that was told', async () => {
  const { all, dial } = hubs();
  const clock = new FakeClock();
  const hub = await JoinedHub.open(dial, clock, { firstMs: 20_000 });
  const settle = () => new Promise(setImmediate);
  all[0]!.end();
  await settle();
  clock.advance(9_999);
  await settle();
  equal(all.length, 1);
  clock.advance(10_001);
  await settle();
  equal(all.length, 2);
  hub.close();
});

test('a hub that went is dialled again by itself, until it is closed here', async () => {
  const { all, dial } = hubs();
  const clock = new FakeClock();
  const hub = await JoinedHub.open(dial, clock);
  const settle = () => new Promise(setImmediate);
  all[0]!.end();
  await settle();
  clock.advance(1_000);
  await settle();
  equal(all.length, 2);
  all[1]!.end();
  await settle();
  hub.close();
  clock.advance(600_000);
  await settle();
  equal(all.length, 2);
});
