import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { FlowBook } from '../../model/index.ts';
import { FlowFilter, type GroupBy, Grouping, Lane, LaneBook, StartOrder } from './index.ts';

const words = { runOf: () => 'r1', runTitle: (run: string) => run, processTitle: (target: string) => target };
let seq = 0;

function begin(book: FlowBook, serial: number, at: number, name = 'work', target = 'a'): void {
  const data = { name, kind: 'task' };
  book.take({ seq: ++seq, kind: 'flow-started', at, target, flow: `${target}.${serial}`, data });
}

function end(book: FlowBook, serial: number, at: number, outcome = 'done', target = 'a'): void {
  book.take({ seq: ++seq, kind: 'flow-ended', at, target, flow: `${target}.${serial}`, data: { outcome } });
}

function lanesOf(book: FlowBook, by: GroupBy = 'route', text = ''): LaneBook {
  const filter = new FlowFilter(book, { text, isTargetShown: () => true });
  return new LaneBook(book, new Grouping(book, by, words), filter);
}

function follow(lanes: LaneBook): LaneBook {
  lanes.follow(() => 0, 1);
  return lanes;
}

test('a flow stands in the first lane that is free when it begins', () => {
  const book = new FlowBook();
  begin(book, 1, 0);
  begin(book, 2, 10);
  end(book, 1, 20);
  begin(book, 3, 20);
  end(book, 3, 25);
  begin(book, 4, 24);
  begin(book, 5, 30);
  const lanes = follow(lanesOf(book));
  deepEqual(
    [0, 1, 2, 3, 4].map(flow => lanes.laneOf(flow)),
    [0, 1, 0, 2, 0],
  );
});

test('it follows what comes: the lane of a flow that has ended meanwhile is free', () => {
  const book = new FlowBook();
  begin(book, 1, 0);
  begin(book, 2, 1);
  const lanes = follow(lanesOf(book));
  end(book, 1, 50, 'failed');
  begin(book, 3, 60);
  ok(lanes.isBehind);
  follow(lanes);
  deepEqual([lanes.laneOf(2), lanes.isBehind, lanes.revision], [0, false, 4]);
  const group = lanes.groups[0]!;
  deepEqual([group.total, group.live, group.failed, group.lanes.length], [3, 2, 1, 2]);
});

test('flows of a lane never overlap, whatever comes late', () => {
  const book = new FlowBook();
  let now = 1_000;
  const open: number[] = [];
  const random = randomOf(7);
  let kept = lanesOf(book);
  for (let serial = 1; serial <= 3_000; serial++) {
    now += random() * 5;
    begin(book, serial, now - (random() < 0.05 ? random() * 300 : 0));
    open.push(serial);
    if (random() < 0.9) end(book, open.splice(Math.floor(random() * open.length), 1)[0]!, now + random());
    if (serial % 50 === 1) {
      if (kept.isOutdated) kept = lanesOf(book);
      follow(kept);
    }
  }
  follow(kept);
  const { starts, ends } = book.columns;
  for (const lane of kept.groups[0]!.lanes)
    for (let place = 1; place < lane.size; place++)
      ok(ends[lane.at(place - 1)]! <= starts[lane.at(place)]!, `${place} of a lane`);
  equal(
    kept.groups[0]!.lanes.reduce((sum, { size }) => sum + size, 0),
    3_000,
  );
});

test('what was told out of order is laid out by its start', () => {
  const book = new FlowBook();
  begin(book, 3, 5_000);
  begin(book, 1, 10);
  end(book, 1, 20);
  begin(book, 2, 30);
  end(book, 2, 40);
  const lanes = follow(lanesOf(book));
  deepEqual([lanes.laneOf(0), lanes.laneOf(1), lanes.laneOf(2), lanes.origin, lanes.lateCount], [0, 0, 0, 10, 0]);
  begin(book, 4, 50);
  follow(lanes);
  equal(lanes.lateCount, 1);
});

test('it works as long as there is time', () => {
  const book = new FlowBook();
  for (let serial = 1; serial <= 5_000; serial++) begin(book, serial, serial);
  const lanes = lanesOf(book);
  let looks = 0;
  lanes.follow(() => ++looks, 3);
  ok(lanes.isBehind);
  ok(lanes.progress > 0.2 && lanes.progress < 0.5, String(lanes.progress));
  equal(lanes.groupOf(4_999), -1);
});

test('it is outdated when it was made of nothing, or heard too little', () => {
  const book = new FlowBook({ maxFlows: 100 });
  const empty = lanesOf(book);
  begin(book, 1, 1);
  ok(empty.isOutdated);
  const lanes = follow(lanesOf(book));
  for (let serial = 2; serial <= 200; serial++) begin(book, serial, serial);
  ok(!lanes.isOutdated);
  follow(lanes);
  deepEqual([lanes.groups[0]!.total, lanes.goneCount], [100, 100]);
  for (let serial = 201; serial <= 301; serial++) begin(book, serial, serial);
  ok(lanes.isOutdated);
  follow(lanes);
  equal(lanes.groups[0]!.total, 100);
});

test('what the book lets go of leaves its lane: those that are known are drawn once, and none overlap', () => {
  for (const seed of [3, 5, 9]) {
    const random = randomOf(seed);
    const book = new FlowBook({ maxFlows: 300 });
    const open: number[] = [];
    let lanes = lanesOf(book, 'name');
    for (let serial = 1; serial <= 4_000; serial++) {
      begin(book, serial, serial - (random() < 0.1 ? random() * 500 : 0), `name ${serial % 3}`);
      open.push(serial);
      while (open.length > 40)
        end(book, open.splice(Math.floor(random() * open.length), 1)[0]!, serial, random() < 0.3 ? 'failed' : 'done');
      if (random() < 0.03) {
        if (lanes.isOutdated || random() < 0.1) lanes = lanesOf(book, 'name');
        follow(lanes);
        mustBeWhole(lanes, book, `${serial}, seed ${seed}`);
      }
    }
  }
});

function mustBeWhole(lanes: LaneBook, book: FlowBook, when: string): void {
  const { starts, ends } = book.columns;
  const drawn: number[] = [];
  for (const [number, group] of lanes.groups.entries()) {
    const flows = group.lanes.flatMap((lane, laneNumber) => {
      const own = Array.from({ length: lane.size }, (_, place) => lane.at(place));
      own.forEach((flow, place) => {
        deepEqual([lanes.groupOf(flow), lanes.laneOf(flow)], [number, laneNumber], when);
        if (place > 0) ok(ends[own[place - 1]!]! <= starts[flow]!, when);
      });
      return own;
    });
    equal(group.total, flows.length, when);
    equal(group.live, flows.filter(flow => book.isAlive(flow)).length, when);
    equal(group.failed, flows.filter(flow => book.outcomeOf(flow) === 'failed').length, when);
    drawn.push(...flows);
  }
  equal(drawn.length, book.size, when);
  equal(new Set(drawn).size, book.size, when);
}

test('flows by their starts, in slices', () => {
  const book = new FlowBook();
  const random = randomOf(11);
  for (let serial = 1; serial <= 50_000; serial++) begin(book, serial, Math.floor(random() * 1_000_000));
  const order = new StartOrder(book, 0);
  let slices = 0;
  for (; !order.isReady; slices++) order.work(() => 0, 0);
  ok(slices > 20, String(slices));
  const found = Array.from({ length: order.count }, (_, place) => order.at(place)!);
  equal(new Set(found).size, 50_000);
  for (let place = 1; place < found.length; place++)
    ok(book.columns.starts[found[place - 1]!]! <= book.columns.starts[found[place]!]!, String(place));
});

test('groups by what was asked for, and what is filtered out is in none', () => {
  const book = new FlowBook();
  begin(book, 1, 1, 'ask 17');
  begin(book, 2, 2, 'ask 18');
  begin(book, 1, 3, 'tell', 'b');
  const titles = (by: GroupBy, text = '') => follow(lanesOf(book, by, text)).groups.map(({ title }) => title);
  deepEqual(titles('route'), ['task · ask #', 'task · tell']);
  deepEqual(titles('name'), ['ask 17', 'ask 18', 'tell']);
  deepEqual(titles('process'), ['a', 'b']);
  deepEqual(titles('run'), ['r1']);
  deepEqual(titles('name', 'ASK'), ['ask 17', 'ask 18']);
  deepEqual(titles('name', 'ask*8'), ['ask 18']);
  deepEqual(titles('name', 'b.1'), ['tell']);
  deepEqual(titles('name', 'nothing'), []);
  equal(titles('name', 'task').length, 3);
});

test('more groups than can be read are one', () => {
  const book = new FlowBook();
  for (let serial = 1; serial <= 1_000; serial++) begin(book, serial, serial, `name ${serial}`);
  const { groups } = follow(lanesOf(book, 'name'));
  deepEqual([groups.length, groups.at(-1)!.title, groups.at(-1)!.total], [200, 'others', 801]);
});

test('a lane is searched by time', () => {
  const book = new FlowBook();
  const lane = new Lane();
  for (let serial = 0; serial < 100; serial++) {
    begin(book, serial, serial * 10);
    if (serial < 99) end(book, serial, serial * 10 + 5);
    lane.add(serial);
  }
  const { columns } = book;
  const linear = (time: number, since: number) => {
    for (let at = since; at < 100; at++) if (!(columns.ends[at]! <= time)) return at;
    return 100;
  };
  for (let time = -5; time < 1_100; time += 3)
    for (const since of [0, 1, 50])
      equal(lane.firstAfter(columns, time, since), linear(time, since), `${time} ${since}`);
  deepEqual([lane.firstStarting(columns, 500), lane.firstStarting(columns, -1)], [51, 0]);
  deepEqual(
    [lane.isIn(columns, 506, 509), lane.isIn(columns, 503, 504), lane.isIn(columns, 2_000, 3_000)],
    [false, true, true],
  );
});

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
