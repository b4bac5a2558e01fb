import { EventEmitter } from 'node:events';
import { task } from 'eddy';

const orders = new EventEmitter();

// Resolves when an order is paid; an order that is refused resolves nothing.
function settled(id) {
  return new Promise(resolve => orders.on('paid', paid => paid === id && resolve(paid)));
}

function work() {
  task('order 1', () => task('payment 1', () => settled(1))); // @created
  orders.emit('refused', 1);
}

work();
