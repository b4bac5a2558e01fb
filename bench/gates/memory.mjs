// Says the bytes of heap for each of 100,000 calls that wait.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const never = new Promise(() => {});

async function wait(id) {
  const name = id % 2 === 0 ? 'even' : 'odd';
  await never;
  return `${name} ${id}`;
}

function heap() {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

const count = 100_000;
const calls = new Array(count).fill(null);
for (let at = 0; at < 1_000; at++) void wait(at);
const before = heap();
for (let at = 0; at < count; at++) calls[at] = wait(at);
const after = heap();
console.log(JSON.stringify((after - before) / calls.length));
process.exit(0);
