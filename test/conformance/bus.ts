// What every bus does, whatever carries its events.
import { deepEqual, equal } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Bus, SessionEvent } from '../../src/hub/session/index.ts';

/** Opens a new one, which is closed with the test. */
export type OpenBus = (t: TestContext, options: { readonly maxWaiting?: number }) => Promise<Bus>;

export function eventIn(session: string, seq: number): SessionEvent {
  return { seq, at: 1, kind: 'snap', target: 't1', session, data: {} };
}

/** A listener that is done with an event when it is told to. */
function slowListener() {
  const heard: string[] = [];
  const open = new Map<string, () => void>();
  return {
    heard,
    listener({ session, seq }: SessionEvent) {
      heard.push(`${session}:${seq}`);
      return new Promise<void>(resolve => void open.set(session, resolve));
    },
    done(session: string) {
      open.get(session)?.();
      open.delete(session);
      return turn();
    },
  };
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve));

export function busConformance(kind: string, open: OpenBus): void {
  test(`${kind}: of one session the next waits for the one before; other sessions do not`, async t => {
    const bus = await open(t, {});
    const { heard, listener, done } = slowListener();
    const subscription = bus.subscribe(listener);
    for (const seq of [1, 2, 3]) for (const session of ['ann', 'bob']) bus.publish(eventIn(session, seq));
    await turn();
    deepEqual(heard, ['ann:1', 'bob:1']);
    await done('bob');
    await done('bob');
    deepEqual(heard, ['ann:1', 'bob:1', 'bob:2', 'bob:3'], 'ann’s listener is not done, and that is ann’s alone');
    equal(subscription.waiting, 2);
    const idle = subscription.idle();
    await done('bob');
    for (let left = 3; left > 0; left--) await done('ann');
    await idle;
    deepEqual(heard.slice(4), ['ann:2', 'ann:3']);
    deepEqual([subscription.waiting, subscription.dropped, subscription.failed], [0, 0, 0]);
  });

  test(`${kind}: who publishes is not called back from within, and every listener hears all`, async t => {
    const bus = await open(t, {});
    const heard: string[] = [];
    const all = ['one', 'two'].map(name => bus.subscribe(({ seq }) => void heard.push(`${name}:${seq}`)));
    bus.publish(eventIn('ann', 1));
    bus.publish(eventIn('ann', 2));
    deepEqual(heard, []);
    await Promise.all(all.map(one => one.idle()));
    deepEqual(heard.sort(), ['one:1', 'one:2', 'two:1', 'two:2']);
  });

  test(`${kind}: a listener that fails is counted, hears on, and stops no other`, async t => {
    const bus = await open(t, {});
    const heard: number[] = [];
    const bad = bus.subscribe(({ seq }) => {
      heard.push(seq);
      if (seq === 1) throw new Error('at once');
      return Promise.reject(new Error('later'));
    });
    const good: number[] = [];
    const sound = bus.subscribe(({ seq }) => void good.push(seq));
    for (const seq of [1, 2, 3]) bus.publish(eventIn('ann', seq));
    await Promise.all([bad.idle(), sound.idle()]);
    deepEqual([heard, good, bad.failed, sound.failed], [[1, 2, 3], [1, 2, 3], 3, 0]);
  });

  test(`${kind}: what there is no room for is dropped, the oldest first, and counted; for one session alone`, async t => {
    const bus = await open(t, { maxWaiting: 2 });
    const { heard, listener, done } = slowListener();
    const subscription = bus.subscribe(listener);
    bus.publish(eventIn('ann', 1));
    await turn();
    for (const seq of [2, 3, 4, 5]) bus.publish(eventIn('ann', seq));
    bus.publish(eventIn('bob', 1));
    await turn();
    deepEqual([subscription.dropped, subscription.waiting], [2, 2]);
    for (let left = 3; left > 0; left--) await done('ann');
    await done('bob');
    await subscription.idle();
    deepEqual(heard, ['ann:1', 'bob:1', 'ann:4', 'ann:5']);
  });

  test(`${kind}: who unsubscribed hears nothing more, what waited neither`, async t => {
    const bus = await open(t, {});
    const { heard, listener, done } = slowListener();
    const subscription = bus.subscribe(listener);
    bus.publish(eventIn('ann', 1));
    bus.publish(eventIn('ann', 2));
    await turn();
    subscription.close();
    bus.publish(eventIn('ann', 3));
    await done('ann');
    await subscription.idle();
    deepEqual([heard, subscription.waiting], [['ann:1'], 0]);
    bus.close();
    bus.publish(eventIn('ann', 4));
    subscription.close();
    await turn();
    deepEqual(heard, ['ann:1']);
  });
}
