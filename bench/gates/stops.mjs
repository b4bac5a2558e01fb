// Comes to the marked line again and again, and has the time in a local. The clock counts from the machine's start:
// another process has the same.
import { setImmediate } from 'node:timers/promises';

const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

async function work(n) {
  const item = { n, tags: ['a', 'b'] };
  const from = nowMs();
  item.n += 1; // @stop
  return item.n + from;
}

for (let n = 0; ; n++) {
  await work(n);
  await setImmediate();
}
