// ns of one step of an async generator, median of blocks.
async function* numbers(count) {
  for (let n = 0; n < count; n++) yield n;
}
const blocks = [];
for (let block = 0; block < 12; block++) {
  const from = performance.now();
  let sum = 0;
  for await (const n of numbers(20_000)) sum += n;
  if (sum > 0 && block > 1) blocks.push(((performance.now() - from) * 1e6) / 20_000);
}
console.log(blocks.sort((a, b) => a - b)[blocks.length >> 1]);
