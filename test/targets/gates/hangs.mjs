// Waits for an answer that never comes: the program can only end with flows pending.
import { flow } from 'eddy';

const never = new Promise(() => {});

async function ask(what) {
  await never; // @asked
  return what;
}

async function order(number) {
  const price = await ask(`price ${number}`); // @ordered
  return price;
}

void flow('order 1', () => order(1));
if (process.argv[2] === 'exits') process.exit();
if (process.argv[2] === 'stays') setInterval(() => {}, 1000);
console.log('ready');
