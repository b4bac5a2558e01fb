import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Context } from '../core/index.ts';
import { ArmedProbe } from './armed-probe.ts';
import { TargetSession } from './flow-sessions.ts';
import { LineStep } from './line-step.ts';

const place = { file: '/shop.ts', line: 7, column: 3, function: 'sum' };
const session = new TargetSession({ id: 's1', name: 'main', match: [] });
const probe = new ArmedProbe({ id: 'p1', session: 's1', kind: 'stop', place }, session);
const step = (depth?: number) => new LineStep(probe, 'over', {} as Context, place, depth);
const at = (line: number, depth: number, file = '/shop.ts') => ({ file, line, depth });

test('another line, a function called, and who called', () => {
  equal(step(5).meet(at(7, 5)), 'on');
  equal(step(5).meet(at(8, 5)), 'there');
  equal(step(5).meet(at(7, 5, '/other.ts')), 'there');
  equal(step(5).meet(at(7, 6)), 'there');
  equal(step(5).meet(at(7, 4)), 'there');
  deepEqual([step(5).isBack(4), step(5).isBack(5), step().isBack(1)], [true, false, false]);
});

test('without a depth the first pause tells it', () => {
  const one = step();
  deepEqual([one.meet(at(7, 9)), one.isBack(8), one.meet(at(8, 9))], ['on', true, 'there']);
});

test('one that never comes anywhere is given up', () => {
  const one = step(5);
  for (let count = 0; count < 1_000; count++) equal(one.meet(at(7, 5)), 'on');
  equal(one.meet(at(8, 5)), 'lost');
});
