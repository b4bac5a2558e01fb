// An error that nobody catches, in a task that was begun and left.
async function order(number) {
  const item = ['tea', 'milk'][number];
  await null;
  return item.length; // @broken
}

console.log(await order(0));
order(2);
