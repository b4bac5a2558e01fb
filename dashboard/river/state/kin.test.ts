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
