import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { FlowBook } from '../../model/index.ts';
import { Kin } from './index.ts';

test('children are found, those that come later too, and none of another program', () => {
  const book = new FlowBook();
  const begin = (target: string, serial: number, parent?: number) =>
    book.take({
      seq: serial,
      kind: 'flow-started',
      at: serial,
      target,
      flow: `${target}.${serial}`,
      data: { name: 'x', kind: 'task', ...(parent === undefined ? {} : { parent: `${target}.${parent}` }) },
    });
  begin('a', 1);
  begin('a', 2, 1);
  begin('b', 3, 1);
  begin('a', 4, 2);
  const kin = new Kin();
  kin.follow(book, 0);
  deepEqual(kin.children, [1]);
  begin('a', 5, 1);
  kin.follow(book, 0);
  deepEqual(kin.children, [1, 4]);
  kin.follow(book, 1);
  deepEqual(kin.children, [3]);
  kin.follow(book, undefined);
  deepEqual(kin.children, []);
});

test('children that are let go of are none any more, and a flow that has the number of another has its own', () => {
  const book = new FlowBook({ maxFlows: 4 });
  const begin = (serial: number, parent?: number) =>
    book.take({
      seq: serial,
      kind: 'flow-started',
      at: serial,
      target: 'a',
      flow: `a.${serial}`,
      data: { name: 'x', kind: 'task', ...(parent === undefined ? {} : { parent: `a.${parent}` }) },
    });
  const end = (serial: number) =>
    book.take({ seq: 0, kind: 'flow-ended', at: 100, target: 'a', flow: `a.${serial}`, data: { outcome: 'done' } });
  begin(1);
  for (const serial of [2, 3, 4]) begin(serial, 1);
  const kin = new Kin();
  const ids = () => kin.children.map(flow => book.idOf(flow));
  kin.follow(book, book.numberOf('a.1'));
  deepEqual(ids(), ['a.2', 'a.3', 'a.4']);
  end(3);
  begin(5, 1);
  kin.follow(book, book.numberOf('a.1'));
  deepEqual(ids(), ['a.2', 'a.4', 'a.5']);
  end(2);
  begin(6);
  begin(7, 6);
  kin.follow(book, book.numberOf('a.6'));
  deepEqual(ids(), ['a.7']);
});
