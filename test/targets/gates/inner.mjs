// A function that is not async, called again and again in flows of its own.
import { flow } from 'eddy';

function sum(list, factor) {
  let total = 0;
  for (const one of list) {
    const part = one * factor;
    total += part; // @inner
  }
  return total;
}

let number = 0;
const timer = setInterval(() => {
  number++;
  const answer = flow(number % 2 === 0 ? 'even' : 'odd', () => sum([1, 2, 3], number));
  if (answer !== 6 * number) console.log(`wrong: ${answer} of ${number}`);
}, 2);
console.log('ready');
process.on('SIGTERM', () => {
  clearInterval(timer);
  console.log('done');
});
