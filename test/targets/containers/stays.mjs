// Waits for an order that never comes, and says a line now and then. `handles`: SIGTERM is answered.
const kept = [];

async function order(id) {
  const wanted = { id, password: 'correct-horse' }; // @wanted
  await new Promise(resolve => kept.push(resolve));
  return wanted;
}

const all = [1, 2, 3].map(order);
globalThis.kept = [kept, all];
if (process.argv.includes('handles')) process.on('SIGTERM', () => process.exit(9));
console.log('ready');
setInterval(() => console.log('goes on'), 50);
