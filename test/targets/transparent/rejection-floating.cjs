async function inner() {
  await null;
  throw new RangeError('nobody catches me');
}
inner();
setTimeout(() => console.log('never'), 50);
