import { equal } from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { checkout, reserve } from './cart.mjs';

describe('cart', () => {
  let stock;
  beforeEach(async () => {
    await null;
    stock = new Map([['tea', 3]]);
  });

  test('takes one', async () => {
    equal(await reserve('tea', stock), 2);
  });

  test('fails', async () => {
    const wanted = ['tea', 'milk'];
    await checkout(wanted, stock, Promise.resolve());
  });

  test('fails at once', () => {
    const expected = 4;
    equal(stock.get('tea'), expected); // @atOnce
  });

  test('hangs', { timeout: 300 }, async t => {
    // Something of its process goes on meanwhile.
    const alive = setInterval(() => {}, 100);
    t.after(() => clearInterval(alive));
    const wanted = ['tea'];
    await checkout(wanted, stock, new Promise(() => {})); // @hangs
  });
});
