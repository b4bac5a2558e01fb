async function inner() {
  await null;
  throw new RangeError('nobody catches me');
}
await inner();
