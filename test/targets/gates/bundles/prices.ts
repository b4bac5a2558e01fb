// In two bundles that one process loads; one of them leaves out what it does not call.
export async function price(count: number): Promise<number> {
  const total = count * 3;
  await null;
  return total; // @total
}

export async function discount(total: number): Promise<number> {
  const less = total - 1;
  await null;
  return less; // @less
}
