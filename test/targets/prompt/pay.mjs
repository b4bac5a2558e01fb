// A function that can be held, and a program that reads its standard input.
import { text } from 'node:stream/consumers';

async function pay(user, total) {
  let fee = 3;
  await null;
  fee += total; // @add
  return `${user} pays ${fee}`;
}

console.log(await pay('ann', 40));
console.log(`input: ${JSON.stringify(await text(process.stdin))}`);
process.exitCode = 7;
