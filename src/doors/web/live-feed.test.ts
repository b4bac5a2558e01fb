import { deepEqual, equal } from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { EddyEvent } from '../../wire/protocol/index.ts';
import { noState } from './door-in-tests.ts';
import { LiveFeed } from './live-feed.ts';
import type { LiveNews } from './live-news.ts';

const event = (seq: number, text = ''): EddyEvent => ({ seq, at: 1, kind: 'log', target: 't', data: { text } });

/** A page that reads only when it is told to. */
class Page extends EventEmitter {
  #waiting = '';

  get writableLength(): number {
    return this.#waiting.length;
  }

  writeHead(): this {
    return this;
  }

  write(text: string): void {
    this.#waiting += text;
  }

  end(text: string, done: () => void): void {
    this.write(text);
    done();
  }

  leave(): void {
    this.emit('close');
  }

  /** What has come until now, to the letter. */
  raw(): string {
    return this.#waiting;
  }

  /** What has come until now, with ids. */
  news(): { readonly id: string; readonly news: LiveNews }[] {
    const parts = this.#waiting.split('\n\n');
    this.#waiting = '';
    this.emit('drain');
    return parts.flatMap(part => {
      const [, id, text] = /^id: (\S+)\ndata: (.*)$/.exec(part) ?? [];
      return id === undefined ? [] : [{ id, news: JSON.parse(text!) as LiveNews }];
    });
  }

  said(): string[] {
    return this.news().map(({ news }) => {
      if (news.say === 'events') return `events ${news.events.map(({ seq }) => seq).join()}`;
      return news.say === 'state' ? `state ${news.lost}${news.uncounted === true ? '+' : ''}` : news.say;
    });
  }
}

function open(t: TestContext) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const feed: LiveFeed = new LiveFeed(clock, {
    askState: () => {
      asked.push('state');
      feed.onState(noState, 0);
    },
    rest: () => void asked.push('rest'),
  });
  t.after(() => feed.close(undefined));
  const add = (lastId?: string) => {
    const page = new Page();
    feed.add(page as unknown as ServerResponse, lastId);
    return page;
  };
  return { clock, feed, asked, add };
}

test('first the whole, then what happens, gathered', t => {
  const { clock, feed, add } = open(t);
  feed.onEvent(event(1));
  const page = add();
  feed.onEvent(event(2));
  feed.onEvent(event(3));
  deepEqual(page.said(), ['state 0']);
  clock.advance(50);
  deepEqual(page.said(), ['events 2,3']);
});

test('who comes back misses nothing, and is told nothing twice', t => {
  const { clock, feed, add } = open(t);
  const page = add();
  const other = add();
  feed.onEvent(event(1));
  clock.advance(50);
  const { id } = page.news().at(-1)!;
  page.leave();
  for (const seq of [2, 3]) {
    feed.onEvent(event(seq));
    clock.advance(50);
  }
  deepEqual(add(id).said(), ['events 2', 'events 3']);
  deepEqual(other.said(), ['state 0', 'events 1', 'events 2', 'events 3']);
});

test('who is new is told the whole, then what others heard before, once', t => {
  const { clock, feed, add } = open(t);
  const first = add();
  feed.onEvent(event(1));
  clock.advance(50);
  first.leave();
  const second = add();
  const parts = second.raw().split('\n\n');
  equal(JSON.parse(/^id: \S+\ndata: (.*)$/.exec(parts[1]!)![1]!).say, 'state');
  equal(parts[2], `event: before\ndata: ${JSON.stringify({ say: 'events', events: [event(1)] })}`);
  equal(parts.length, 4);
});

test('who does not read is told the whole again when it does, and what it lost', t => {
  const { clock, feed, add } = open(t);
  const slow = add();
  const quick = add();
  quick.said();
  const long = 'x'.repeat(1024 * 1024);
  for (let seq = 1; seq <= 8; seq++) {
    feed.onEvent(event(seq, long));
    clock.advance(50);
    deepEqual(quick.said(), [`events ${seq}`]);
  }
  const heard = slow.said();
  const told = heard.filter(one => one.startsWith('events')).length;
  equal(told > 0 && told < 8, true);
  deepEqual(slow.said(), [`state ${8 - told}`]);
  feed.onEvent(event(9));
  clock.advance(50);
  deepEqual(slow.said(), ['events 9']);
});

test('what the hub could not tell us is told to all, with how much it was', t => {
  const { feed, add } = open(t);
  const page = add();
  const { id } = page.news().at(-1)!;
  feed.onState(noState, 7);
  deepEqual(page.said(), ['state 7']);
  feed.onState(noState, 0);
  deepEqual(page.said(), []);
  deepEqual(add(id).said(), ['state 7']);
});

test('a hub that goes and comes back', t => {
  const { feed, asked, add } = open(t);
  const page = add();
  page.said();
  feed.onAway();
  const { id, news } = page.news().at(-1)!;
  equal(news.say, 'away');
  const late = add();
  const back = add(id);
  deepEqual([late.said(), back.said()], [['away'], ['away']]);
  equal(asked.length, 1);
  feed.onState(noState, 0);
  deepEqual([page.said(), late.said(), back.said()], [['state 0+'], ['state 0'], ['state 0+']]);
  // It was told that the hub is away, and not that it is back.
  deepEqual(add(id).said(), ['state 0+']);
});

test('a burst above what is gathered is lost, and counted whole', t => {
  const { clock, feed, add } = open(t);
  const page = add();
  page.said();
  for (let seq = 1; seq <= 20_003; seq++) feed.onEvent(event(seq));
  clock.advance(50);
  deepEqual(page.said(), ['state 20003']);
});

test('where nobody reads, the hub is told to rest; who comes then begins anew', t => {
  const { clock, feed, asked, add } = open(t);
  const page = add();
  feed.onEvent(event(1));
  clock.advance(50);
  const { id } = page.news().at(-1)!;
  page.leave();
  clock.advance(29_000);
  const back = add(id);
  deepEqual(back.said(), []);
  clock.advance(60_000);
  deepEqual(asked, ['state']);
  back.leave();
  clock.advance(30_000);
  deepEqual(asked, ['state', 'rest']);
  deepEqual(add(id).said(), ['state 0+']);
});

test('at the end pages are told the last, and that it was', async t => {
  const { feed, add } = open(t);
  const page = add();
  page.said();
  feed.onEvent(event(1));
  const closed = feed.close({ say: 'over' });
  deepEqual(page.said(), ['events 1', 'over']);
  await closed;
});
