import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { HubState } from '../../wire/protocol/index.ts';
import { type Hub, type HubListener, LastingHub } from './index.ts';

/** Hubs of one place, one after the other. */
class Place {
  readonly clock = new FakeClock();
  readonly told: string[] = [];
  refuses: Error | undefined;
  dials = 0;
  #gone = () => {};
  listener: HubListener | undefined;
  kinds: readonly string[] | undefined;
  readonly hub = new LastingHub({
    clock: this.clock,
    random: () => 0,
    kinds: ['snap'],
    dial: () => this.#dial(),
    onState: ({ at }) => void this.told.push(`state ${at}`),
    onEvent: ({ seq }) => void this.told.push(`event ${seq}`),
    onAway: () => void this.told.push('away'),
  });

  async #dial(): Promise<Hub> {
    this.dials++;
    if (this.refuses !== undefined) throw this.refuses;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gone = resolve;
    const state: HubState = { at: this.dials, runs: [], targets: [], sessions: [], findings: [] };
    return {
      run: { version: 1, pid: 1, words: [], cwd: '/', started: 1 },
      ask: async () => ({}) as never,
      follow: async (kinds, listener) => {
        this.kinds = kinds;
        this.listener = listener;
        listener.onState?.(state, 0);
      },
      waitFor: () => Promise.reject(new Error('not here')),
      ended: promise,
      close: resolve,
    };
  }

  async goes(): Promise<void> {
    this.#gone();
    await new Promise(resolve => setImmediate(resolve));
  }

  async passes(ms: number): Promise<void> {
    this.clock.advance(ms);
    await new Promise(resolve => setImmediate(resolve));
  }
}

test('it is dialled again when it has gone, and told from the whole on', async () => {
  const place = new Place();
  await place.hub.open();
  place.listener?.onEvent({ seq: 7, at: 1, kind: 'snap', target: 'a', data: {} });
  await place.goes();
  deepEqual(place.kinds, ['snap']);
  equal(place.hub.isThere, false);
  await rejects(place.hub.ask('holds', {}), { code: 'closed' });
  place.refuses = fail('no-run', 'Not there.');
  await place.passes(50);
  equal(place.dials, 2);
  place.refuses = undefined;
  await place.passes(100);
  equal(place.hub.isThere, true);
  deepEqual(await place.hub.ask('holds', {}), {});
  deepEqual(place.told, ['state 1', 'event 7', 'away', 'state 3']);
});

test('one that refuses is not asked again, and one that is closed is not missed', async () => {
  const place = new Place();
  await place.hub.open();
  place.refuses = fail('refused', 'Another token.');
  await place.goes();
  await place.passes(50);
  await place.passes(600_000);
  equal(place.dials, 2);
  const other = new Place();
  await other.hub.open();
  other.hub.close();
  await other.goes();
  await other.passes(600_000);
  deepEqual([other.dials, other.told], [1, ['state 1']]);
});

test('the first time it must be there', async () => {
  const place = new Place();
  place.refuses = fail('no-run', 'Not there.');
  await rejects(place.hub.open(), { code: 'no-run' });
});
