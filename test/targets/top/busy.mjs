// As many flows as the first word says, which wait; a lock that two of them want; a scope that another flow exits. It ends
// when its standard input does.
import { Mutex } from 'async-mutex';
import { CancelScopeTracker, flow } from 'eddy';

const till = new Promise(resolve => {
  process.stdin.on('end', resolve).resume();
});
const mutex = new Mutex();
const scopes = new CancelScopeTracker();

async function job() {
  await till; // @waits
}

async function shared() {
  const release = await mutex.acquire();
  await till;
  release();
}

const scope = await flow('connect', async () => scopes.enterScope('connection'));
await flow('shut down', async () => scopes.exitScope(scope));

const count = Number(process.argv[2] ?? 3);
const jobs = Array.from({ length: count }, (_, at) => flow(`job ${at + 1}`, job));
const sharers = ['writer', 'reader'].map(name => flow(name, shared));
console.log('ready');
await Promise.all([...jobs, ...sharers]);
