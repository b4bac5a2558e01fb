import { setImmediate as later } from 'node:timers/promises';
import { menu } from './menu.js';

export const currencies = { euro: 'EUR', franc: 'CHF' };

export class Cart {
  #things;

  constructor(things, currency = currencies.euro) {
    this.#things = things;
    this.currency = currency;
  }

  async total() {
    let sum = 0;
    for (const thing of this.#things) {
      await later();
      sum += priceOf(thing);
    }
    return sum;
  }
}

function priceOf(thing) {
  const price = menu[thing];
  if (price === undefined) throw new Error(`no ${thing} today`);
  return price;
}
