import { setImmediate as turn } from 'node:timers/promises';

const rate = 3;

class Till {
  #sum = 1;

  count(price) {
    const twice = price * 2;
    return this.#sum + twice; // @count
  }
}

function outer(items) {
  let total = 10;
  const till = new Till();
  for (const item of items) {
    total += till.count(item);
  }
  return total;
}

async function later(items) {
  const before = items.length;
  await turn();
  return outer(items) * rate + before;
}

async function waits() {
  const own = await later([1, 2]);
  console.log('result', own);
}

function check(text) {
  try {
    JSON.parse(text); // @parse
  } catch (error) {
    console.log('caught', error.name, text);
  }
}

await waits();
check('no json');
