// Comes to its line ten times, with values of every kind.
import { flow } from 'eddy';

class Cart {
  item = 'tea';
}

async function look(turn) {
  const password = 'hunter2hunter2';
  const user = { name: 'ann', password };
  const error = new TypeError('no tea');
  const list = [1, undefined, Number.NaN, 3n, new Map([['k', new Cart()]])];
  await null;
  return [turn, password, user, error, list]; // @look
}

for (let turn = 0; turn < 10; turn++) await flow(`turn ${turn}`, () => look(turn));
