// Two sessions are closed in the reverse order, and two that run side by side in any order.
import { setTimeout as sleep } from 'node:timers/promises';
import { openScope } from 'eddy';

const files = openScope('files').enter();
const search = openScope('search').enter();
await sleep(5);
search.exit();
files.exit();

async function session(name, ms) {
  const own = openScope(name).enter();
  await sleep(ms);
  own.exit();
}
await Promise.all([session('one', 5), session('two', 15), session('three', 10)]);
