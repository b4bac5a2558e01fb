import { setImmediate as later } from 'node:timers/promises';
import menu from './menu.json' with { type: 'json' };

export const Currency = { Euro: 'EUR', Franc: 'CHF' } as const;

export class Cart {
  readonly currency: string;
  readonly #things: readonly string[];

  constructor(things: readonly string[], currency: string = Currency.Euro) {
    this.#things = things;
    this.currency = currency;
  }

  async total(): Promise<number> {
    let sum = 0;
    for (const thing of this.#things) {
      await later();
      sum += priceOf(thing);
    }
    return sum;
  }
}

function priceOf(thing: string): number {
  const price: number | undefined = (menu as Record<string, number>)[thing];
  if (price === undefined) throw new Error(`no ${thing} today`);
  return price;
}
