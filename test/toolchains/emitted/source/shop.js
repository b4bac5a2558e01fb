// Async functions of each form, for compilers that turn them into something else.
const pause = ms => new Promise(go => setTimeout(go, ms));
const rate = async n => n * 2; // @rated

async function price(item, count = 1, ...rest) {
  let total = item.cents;
  for (let at = 0; at < count; at++) {
    total += await rate(at);
  }
  await pause(1);
  try {
    await Promise.reject(new RangeError('none'));
  } catch ({ message }) {
    total += message.length + rest.length; // @caught
  }
  return total; // @priced
}

class Shop {
  constructor(tax) {
    this.tax = tax;
  }

  async pay(item) {
    const cents = await price(item, 2, 'a', 'b'); // @pays
    const pays = async () => {
      await null;
      return cents + this.tax; // @paid
    };
    return pays();
  }

  static async *walk(most) {
    try {
      for (let at = 0; at < most; at++) {
        const got = yield at;
        await rate(got); // @walked
      }
      return 'done';
    } finally {
      await pause(1);
    }
  }
}

function* plain() {
  const got = yield 1;
  yield got + 1; // @plain
}

async function main() {
  const seen = [];
  for await (const one of Shop.walk(2)) seen.push(one);
  const steps = plain();
  seen.push(steps.next().value, steps.next(4).value);
  seen.push(await new Shop(3).pay({ cents: 10 })); // @buys
  try {
    (await rate(1))();
  } catch (error) {
    seen.push(error.message);
  }
  console.log(seen.join(' '));
}

main();
