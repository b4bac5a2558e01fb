import { EventEmitter } from 'node:events';
import { task } from 'eddy';

const orders = new EventEmitter();

function settled(id) {
  return new Promise((resolve, reject) => {
    orders.on('paid', paid => paid === id && resolve(paid));
    orders.on('refused', refused => refused === id && reject(new Error('refused')));
  });
}

const order = task('order 1', () => task('payment 1', () => settled(1)));
orders.emit('refused', 1);
await order.catch(() => {});
