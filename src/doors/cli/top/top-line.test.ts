import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import { emptyListing, type Report } from '../../../wire/protocol/index.ts';
import type { Hub, HubListener } from '../../client/index.ts';
import { card, event, finding, flowOf, flowsOf, state, target } from './book-in-tests.ts';
import { TopBook } from './top-book.ts';
import { TopLine } from './top-line.ts';

/** Hubs of one name, one after the other. */
class Place {
  readonly clock = new FakeClock();
  readonly book: TopBook;
  readonly line: TopLine;
  readonly asked: (readonly [string, unknown])[] = [];
  readonly dialled: (string | undefined)[] = [];
  readonly run: Hub['run'];
  listener: HubListener | undefined;
  isOver = false;
  goes = () => {};

  constructor(run: Hub['run'], wanted?: string) {
    this.run = run;
    this.book = new TopBook(wanted);
    const dial = async (name: string | undefined) => {
      this.dialled.push(name);
      return this.#hub();
    };
    this.line = new TopLine({
      ports: { clock: this.clock, dial, plane: { ...noPlane, dial } },
      wanted,
      book: this.book,
      onChange: () => {},
      onOver: () => {
        this.isOver = true;
      },
    });
  }

  #hub(): Hub {
    const gone = Promise.withResolvers<void>();
    this.goes = gone.resolve;
    return {
      run: this.run,
      ask: async (name, ask) => {
        this.asked.push([name, ask]);
        if (name === 'flows') return flowsOf([flowOf('a.1', { parent: 'a.9' })]) as never;
        if ((ask as { run?: string }).run === 'r2') throw fail('unknown-id', 'It has ended.');
        const locks = { ...emptyListing, items: [{ id: 1, name: 'till', target: 'a' }] };
        return { report: { locks, system: {} } as unknown as Report } as never;
      },
      follow: async (_, listener) => {
        this.listener = listener;
        const run = (id: string) => ({ id, words: [], cwd: '/', pid: 1, started: 1 });
        listener.onState?.(state({ runs: [run('r1'), run('r2')], targets: [{ ...target('a'), run: 'r1' }] }), 0);
      },
      waitFor: () => Promise.reject(new Error('not here')),
      ended: gone.promise,
      close: gone.resolve,
    };
  }
}

test('the hub of one run goes with it', async () => {
  const place = new Place(card, 'shop');
  await place.line.open();
  place.goes();
  await place.clock.advanceAsync(60_000);
  deepEqual([place.isOver, place.dialled], [true, ['shop']]);
  await rejects(place.line.lookAtFlows(), { code: 'closed' });
});

test('one that stays is dialled again by its own name, and told from the whole on', async () => {
  const place = new Place({ ...card, name: 'main', stays: true });
  await place.line.open();
  place.listener?.onEvent(event('finding', { run: 'r1', finding: finding() }));
  equal(place.book.findings.length, 1);
  place.goes();
  await place.clock.advanceAsync(0);
  equal(place.book.isAway, true);
  await place.clock.advanceAsync(5_000);
  deepEqual(
    [place.book.isAway, place.book.findings.length, place.isOver, place.dialled],
    [false, 0, false, [undefined, 'main']],
  );
});

test('each run is asked for its report; one that has ended meanwhile is no failure', async () => {
  const place = new Place({ ...card, name: 'main', stays: true });
  await place.line.open();
  await place.line.lookAtReports();
  deepEqual(place.asked, [
    ['report', { run: 'r1' }],
    ['report', { run: 'r2' }],
  ]);
  equal(place.book.locks[0]!.name, 'till');
});

test('a flow is asked for with who started it', async () => {
  const place = new Place(card);
  await place.line.open();
  const seen = await place.line.flow('a.1');
  deepEqual([seen?.flow.id, seen?.parent], ['a.1', undefined]);
  deepEqual(
    place.asked.map(([, ask]) => ask),
    [{ flows: ['a.1'] }, { flows: ['a.9'] }],
  );
  equal(await place.line.flow('a.7'), undefined);
});
