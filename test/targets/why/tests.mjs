// One test passes, one fails, one hangs until its limit.
import { describe, it } from 'node:test';

async function reserve(left) {
  await null;
  if (left === 0) throw new Error('milk is sold out'); // @thrown
}

async function checkout() {
  await new Promise(() => {}); // @awaits
}

describe('cart', () => {
  it('adds', () => {});
  it('sells', () => reserve(0));
  it('pays', { timeout: 300 }, () => checkout());
});
