import { beforeEach, describe, expect, test } from 'vitest';
import { checkout, reserve, type Stock } from './cart';

describe('cart', () => {
  let stock: Stock;
  beforeEach(async () => {
    await null;
    stock = new Map([['tea', 3]]);
  });

  test('takes one', async () => {
    expect(await reserve('tea', stock)).toBe(2);
  });

  test('fails', async () => {
    const wanted: string[] = ['tea', 'milk'];
    await checkout(wanted, stock, Promise.resolve());
  });

  test('fails at once', () => {
    const expected: number = 4;
    expect(stock.get('tea')).toBe(expected); // @atOnce
  });

  test('hangs', async () => {
    const wanted = ['tea'];
    await checkout(wanted, stock, new Promise(() => {})); // @hangs
  }, 300);
});
