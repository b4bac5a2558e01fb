/** A shop's cart, as small as it can be and still wait for something. */
export async function reserve(item, stock) {
  const left = stock.get(item) ?? 0;
  if (left === 0) throw new Error(`${item} is sold out`); // @soldOut
  stock.set(item, left - 1);
  await new Promise(resolve => setImmediate(resolve));
  return left - 1;
}

export async function checkout(items, stock, paid) {
  let total = 0;
  for (const item of items) total += await reserve(item, stock);
  const receipt = { items: items.length, total };
  await paid; // @unpaid
  return receipt;
}
