// Debug sessions that the program opens itself, beside each other.
import { setTimeout as sleep } from 'node:timers/promises';
import { breakpoint, debugAsync, getAsyncDebugger } from 'eddy';

async function price(item) {
  let total = item * 10;
  await sleep(2);
  total += 1;
  return total; // @price
}

const here = 'own.mjs';
const line = Number(process.env.OWN_LINE ?? 0);
const checked = debugAsync({ session: 'checkout' }).breakpoint(here, line).breakpoint(here, line, 'total > 25')(price);
const plain = debugAsync({ session: 'plain', breakpoints: ['nowhere.mjs:3', 'broken'] })(price);
const answers = await Promise.all([checked(1), checked(2), price(9), plain(3), checked(3)]);
console.log(answers.join());

console.error(
  JSON.stringify(
    getAsyncDebugger()
      .getOperations()
      .map(({ name, state, breakpoints, snapshots }) => ({
        name,
        state,
        breakpoints: breakpoints.map(one => [one.state, one.mechanism ?? one.reason, one.hits]),
        locals: snapshots.map(({ locals: { item, total } }) => ({ item, total })),
      })),
  ),
);

async function marked(order) {
  breakpoint();
  return order + 1; // @held
}
console.log(await marked(1));
