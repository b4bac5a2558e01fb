// Functions that are not async, called from one that is, and from the top.
function twice(number) {
  const double = number * 2; // @twice
  return double;
}

function sum(numbers) {
  let total = 0;
  for (const one of numbers) {
    total += twice(one); // @sum
  }
  return total; // @total
}

async function ask(numbers) {
  const answer = sum(numbers); // @ask
  await null; // @next
  return answer;
}

const first = await ask([1, 2]); // @top
console.log(`answer ${first}`); // @say
const second = sum([3]);
console.log(`answer ${second}`);
