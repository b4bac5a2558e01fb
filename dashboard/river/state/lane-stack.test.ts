import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { FlowBook } from '../../model/index.ts';
import { LaneGroup } from '../lanes/index.ts';
import { headingHeight, LaneStack } from './index.ts';

/** So many flows at once, from 0 to 100. */
function groupOf(book: FlowBook, title: string, lanes: number, rank = 0): LaneGroup {
  const group = new LaneGroup(title, rank, 0);
  for (let serial = 0; serial < lanes; serial++) {
    const flow = `${title}.${serial}`;
    book.take({ seq: 1, kind: 'flow-started', at: 0, target: title, flow, data: { name: 'x', kind: 'task' } });
    book.take({ seq: 1, kind: 'flow-ended', at: 100, target: title, flow, data: { outcome: 'done' } });
    group.end(group.place(book.columns, book.numberOf(flow)!), 100, false);
  }
  return group;
}

test('groups stand below each other, and lanes are as high as there is room', () => {
  const book = new FlowBook();
  const stack = new LaneStack();
  const groups = [groupOf(book, 'tasks', 3, 2), groupOf(book, 'requests', 5, 1)];
  stack.arrange(groups, book.columns, { from: 0, to: 50, height: 600 });
  deepEqual(
    stack.places.map(({ group, lanes }) => [group.title, lanes]),
    [
      ['requests', 5],
      ['tasks', 3],
    ],
  );
  equal(stack.laneHeight, 22);
  const [first, second] = stack.places as [never, never] as unknown as typeof stack.places;
  equal(stack.placeAt(headingHeight + 1), first);
  equal(stack.laneAt(first!, headingHeight + 23), 1);
  equal(stack.laneAt(first!, 3), undefined);
  ok(second!.top >= first!.height);
  stack.arrange(groups, book.columns, { from: 0, to: 50, height: 140 });
  ok(stack.laneHeight < 22);
});

test('lanes that have nothing in the time that is seen take no room', () => {
  const book = new FlowBook();
  const stack = new LaneStack();
  stack.arrange([groupOf(book, 'tasks', 9)], book.columns, { from: 200, to: 300, height: 600 });
  deepEqual([stack.places[0]!.lanes, stack.places[0]!.height], [0, headingHeight]);
});

test('a group of very many lanes is a stream, until somebody unfolds it', () => {
  const book = new FlowBook();
  const stack = new LaneStack();
  const groups = [groupOf(book, 'many', 500)];
  const seen = { from: 0, to: 50, height: 600 };
  stack.arrange(groups, book.columns, seen);
  const place = stack.places[0]!;
  ok(place.isFolded);
  equal(stack.laneAt(place, headingHeight + 5), undefined);
  stack.toggle(place);
  stack.arrange(groups, book.columns, seen);
  deepEqual([place.isFolded, place.lanes], [false, 500]);
  stack.scrollTo(1e9, seen.height);
  equal(stack.scroll, stack.contentHeight - seen.height);
});

test('lanes have the height that was asked for', () => {
  const book = new FlowBook();
  const stack = new LaneStack();
  const groups = [groupOf(book, 'few', 2)];
  const seen = { from: 0, to: 50, height: 600 };
  stack.arrange(groups, book.columns, seen);
  stack.resizeLanes(-1);
  stack.arrange(groups, book.columns, seen);
  equal(stack.laneHeight, 17);
  stack.resizeLanes(0);
  stack.arrange(groups, book.columns, seen);
  equal(stack.laneHeight, 22);
});
