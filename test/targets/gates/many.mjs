// Thousands of flows, each waiting two functions deep; tells the longest turn of its loop when asked to end. `rests`: the loop turns
// only where there is something to do.
import { flow } from 'eddy';

const never = new Promise(() => {});
const wait = async () => {
  await never; // @waits
};
async function job(number) {
  await wait(number); // @calls
}

const count = Number(process.argv[2] ?? 10_000);
for (let number = 0; number < count; number++) void flow(`job ${number}`, () => job(number));

let last = performance.now();
let longest = 0;
const turn = () => {
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
  setImmediate(turn);
};
process.on('SIGUSR2', () => {
  console.log(`longest turn ${longest.toFixed(1)} ms`);
  longest = 0;
  last = performance.now();
});
setTimeout(() => {
  last = performance.now();
  if (process.argv[3] === 'rests') setInterval(() => {}, 1000);
  else turn();
  console.log('ready');
}, 100);
process.on('SIGTERM', () => {
  console.log(`longest turn ${longest.toFixed(1)} ms`);
  process.exit();
});
