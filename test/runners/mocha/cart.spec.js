import { equal } from 'node:assert/strict';
/* global beforeEach, describe, it */
import { checkout, reserve } from './cart.js';

describe('cart', () => {
  let stock;
  beforeEach(async () => {
    await null;
    stock = new Map([['tea', 3]]);
  });

  it('takes one', async () => {
    equal(await reserve('tea', stock), 2);
  });

  it('fails', async () => {
    const wanted = ['tea', 'milk'];
    await checkout(wanted, stock, Promise.resolve());
  });

  it('fails at once', () => {
    const expected = 4;
    equal(stock.get('tea'), expected); // @atOnce
  });

  it('hangs', async () => {
    const wanted = ['tea'];
    await checkout(wanted, stock, new Promise(() => {})); // @hangs
  });
});
