export type Stock = Map<string, number>;

export interface Receipt {
  readonly items: number;
  readonly total: number;
}

/** A shop's cart, as small as it can be and still wait for something. */
export async function reserve(item: string, stock: Stock): Promise<number> {
  const left: number = stock.get(item) ?? 0;
  if (left === 0) throw new Error(`${item} is sold out`); // @soldOut
  stock.set(item, left - 1);
  await new Promise(resolve => setImmediate(resolve));
  return left - 1;
}

export async function checkout(items: string[], stock: Stock, paid: Promise<void>): Promise<Receipt> {
  let total = 0;
  for (const item of items) total += await reserve(item, stock);
  const receipt: Receipt = { items: items.length, total };
  await paid; // @unpaid
  return receipt;
}
