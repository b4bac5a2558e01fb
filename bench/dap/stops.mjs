// Comes to the marked line again and again.
import { setImmediate } from 'node:timers/promises';

class Order {
  lines = [
    { item: 'tea', price: 4 },
    { item: 'milk', price: 2 },
  ];
}

async function work(n) {
  const order = new Order();
  const text = `order ${n}`;
  const total = n + order.lines.length; // @stop
  return text + total;
}

console.log('pid', process.pid);
for (let n = 0; ; n++) {
  await work(n);
  await setImmediate();
}
