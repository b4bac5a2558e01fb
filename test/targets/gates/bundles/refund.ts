import { discount, price } from './prices.ts';

export const refund = async () => discount(await price(4));
