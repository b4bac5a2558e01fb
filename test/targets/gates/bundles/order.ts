import { price } from './prices.ts';

export const order = () => price(2);
