import { setImmediate as later } from 'node:timers/promises';
import menu from './menu.json' with { type: 'json' };

export enum Currency {
  Euro = 'EUR',
  Franc = 'CHF',
}

export class Cart {
  constructor(
    private readonly things: readonly string[],
    readonly currency: Currency = Currency.Euro,
  ) {}

  async total(): Promise<number> {
    let sum = 0;
    for (const thing of this.things) {
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
