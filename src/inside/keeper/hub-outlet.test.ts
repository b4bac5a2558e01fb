import { deepEqual, equal } from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { fakeInfo } from '../../testing/fake-target.ts';
import { encodeLine, type TargetLine } from '../../wire/protocol/index.ts';
import { HubOutlet } from './hub-outlet.ts';

const state = { sections: {}, system: {}, findings: [], dropped: {} };
const line = {
  target: (target: string) => encodeLine({ say: 'target', target: fakeInfo(target) }),
  state: (target: string, at: number) => encodeLine({ say: 'state', target, at, state }),
  event: (target: string, seq: number) =>
    encodeLine({ say: 'event', event: { seq, at: 0, kind: 'flow-started', target, data: {} } }),
  end: (target: string) => encodeLine({ say: 'end', target, at: 9, info: fakeInfo(target) }),
};

/** What a line is, short. */
function shortOf(text: string): string {
  const said = JSON.parse(text) as TargetLine;
  if (said.say === 'event') return `event ${said.event.seq}`;
  return said.say === 'state' ? `state ${said.at}` : said.say;
}

/** A hub's end of the line, as plain as it can be. */
class Peer {
  readonly lines: string[] = [];
  readonly #server: Server;
  #socket: Socket | undefined;
  #wake = () => {};

  constructor(path: string) {
    this.#server = createServer(socket => {
      this.#socket = socket;
      let rest = '';
      socket.on('data', chunk => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop()!;
        this.lines.push(...lines.map(shortOf));
        this.#wake();
      });
      socket.on('error', () => {});
    }).listen(path);
  }

  async next(count: number): Promise<string[]> {
    while (this.lines.length < count)
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    return this.lines.splice(0);
  }

  say(text: string): void {
    this.#socket!.write(`${text}\n`);
  }

  async close(): Promise<void> {
    this.#socket?.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }
}

interface Opened {
  readonly folder: string;
  readonly path: string;
  readonly clock: FakeClock;
  readonly outlet: HubOutlet;
  readonly heard: string[];
  /** Until the outlet has said so. */
  hears(what: string): Promise<void>;
}

function open(t: TestContext, keep: boolean, reconnect = {}): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'hub');
  const clock = new FakeClock();
  const heard: string[] = [];
  let wake = () => {};
  const hear = (what: string) => {
    heard.push(what);
    wake();
  };
  const place = { address: path, token: 't', ...(keep ? { keep } : {}) };
  const hears = {
    onOrder: () => hear('order'),
    onReady: () => hear('ready'),
    onLost: () => hear('lost'),
    onFound: () => hear('found'),
    onLetGo: () => hear('let go'),
  };
  return {
    ...{ folder, path, clock, heard },
    outlet: new HubOutlet(place, { pid: 1, target: 'a', reconnect }, hears, clock),
    async hears(what) {
      while (!heard.includes(what))
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      heard.splice(0);
    },
  };
}

/** Dials again, and somebody is there. */
async function meet(t: TestContext, one: Opened): Promise<Peer> {
  await one.hears('lost');
  const peer = new Peer(one.path);
  t.after(() => peer.close());
  one.clock.advance(1_000);
  await one.hears('found');
  return peer;
}

test('it is dialled again at the pace that it was told', async t => {
  const one = open(t, true, { firstMs: 10_000 });
  await one.hears('lost');
  const peer = new Peer(one.path);
  t.after(() => peer.close());
  one.clock.advance(4_999);
  equal(one.clock.pending, 1, 'the usual pace had dialled by now');
  one.clock.advance(5_001);
  await one.hears('found');
});

test('who comes back hears first how all stands, then what waited, then who has ended', async t => {
  const one = open(t, true);
  const { outlet } = one;
  outlet.write('a', line.target('a') + line.event('a', 1) + line.state('a', 1) + line.event('a', 2));
  outlet.write('b', line.target('b') + line.state('b', 2) + line.end('b'));
  outlet.write('a', line.state('a', 3));
  const peer = await meet(t, one);
  deepEqual(await peer.next(8), ['hello', 'target', 'state 3', 'target', 'state 2', 'event 1', 'event 2', 'end']);
  outlet.write('a', line.event('a', 3) + line.state('a', 4));
  deepEqual(await peer.next(2), ['event 3', 'state 4']);
  await peer.close();
  const again = await meet(t, one);
  // The end of b was not acknowledged.
  deepEqual(await again.next(6), ['hello', 'target', 'state 4', 'target', 'state 2', 'end']);
  const flushed = new Promise(resolve => outlet.flush('b', resolve));
  again.say('{"say":"ack","upTo":"end"}');
  equal(await flushed, true);
  await again.close();
  deepEqual(await (await meet(t, one)).next(3), ['hello', 'target', 'state 4']);
});

test('without a hub that comes back nobody dials, nothing is kept, and an end does not wait', async t => {
  const one = open(t, false);
  await one.hears('lost');
  equal(one.clock.pending, 0);
  const data = { more: 'x'.repeat(100_000) };
  const big = encodeLine({ say: 'event', event: { seq: 1, at: 0, kind: 'log', target: 'a', data } });
  one.outlet.write('a', line.target('a'));
  for (let left = 100; left > 0; left--) one.outlet.write('a', big);
  deepEqual(one.heard, []);
  let left: boolean | undefined;
  one.outlet.flush('a', is => {
    left = is;
  });
  equal(left, true);
  deepEqual(readdirSync(one.folder), []);
});

test('at the end of the process, what nobody heard is left beside the socket, and nothing is waited for', async t => {
  const one = open(t, true);
  await one.hears('lost');
  const outcomes: boolean[] = [];
  one.outlet.write('b', line.target('b') + line.event('b', 1) + line.end('b'));
  one.outlet.flush('b', left => void outcomes.push(left));
  // A thread's: before the process ends, which may be by force.
  deepEqual(readdirSync(one.folder), ['b.lines']);
  one.outlet.write('a', line.target('a') + line.event('a', 2) + line.state('a', 1) + line.end('a'));
  one.outlet.flush('a', left => void outcomes.push(left));
  deepEqual(outcomes, [true, true]);
  const said = (name: string) => readFileSync(join(one.folder, name), 'utf8').trimEnd().split('\n').map(shortOf);
  deepEqual(readdirSync(one.folder).sort(), ['a.lines', 'b.lines']);
  deepEqual(said('a.lines'), ['hello', 'target', 'state 1', 'event 1', 'event 2', 'end']);
  deepEqual(said('b.lines'), ['hello', 'target', 'end']);
});

test('what a thread left is heard once: from its file, or else from us', async t => {
  const one = open(t, true);
  await one.hears('lost');
  for (const thread of ['b', 'c']) {
    one.outlet.write(thread, line.target(thread) + line.end(thread));
    one.outlet.flush(thread, () => {});
  }
  one.heard.push('lost');
  deepEqual(readdirSync(one.folder).sort(), ['b.lines', 'c.lines']);
  rmSync(join(one.folder, 'c.lines'));
  const peer = await meet(t, one);
  one.outlet.write('a', line.target('a'));
  deepEqual(await peer.next(4), ['hello', 'target', 'end', 'target']);
  deepEqual(readdirSync(one.folder), ['hub']);
});

test('who speaks no word of a hub is left at once', async t => {
  const one = open(t, true);
  const peer = await meet(t, one);
  await peer.next(1);
  peer.say('{"say":"order"');
  await one.hears('lost');
});

test('lines are taken when it is known whether the hub is there, and not before', async t => {
  const there = open(t, false);
  equal(there.outlet.isReady, false);
  await there.hears('lost');
  // Nobody listens: what is said now waits here, or is counted.
  equal(there.outlet.isReady, true);
});
