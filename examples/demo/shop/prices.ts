import { setTimeout as later } from 'node:timers/promises';

/** Aborts when the shop closes: everything that waits gives up then. */
export const closing = new AbortController();

/** Today's price, from the price service. */
export async function priceOf(item: string): Promise<number> {
  let gaveUp = false;
  closing.signal.addEventListener('abort', () => {
    // bug 2: added for each request, taken off by none
    gaveUp = true;
  });
  await later(2); // the price service
  if (gaveUp) throw new Error('the shop is closed');
  let cents = item.length * 100 + 99;
  if (item === 'kettle') cents -= 50; // this week's offer
  return cents;
}
