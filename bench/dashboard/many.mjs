// So many flows alive at once (10,000 unless told), so many events a second (5,000 unless told), for so many seconds: every
// event is a real task that begins or ends. Before that, so many flows that are over; then it says so, and waits for a word: "more 500" are 500 that are over,
// "go" begins. At the end one line of JSON: events a second, seconds of CPU a second, flows in all.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { task } from 'eddy';

const [live = 10_000, rate = 5_000, seconds = 60, past = 0] = process.argv.slice(2).map(Number);
const names = ['mail', 'invoice', 'thumbnail', 'index', 'sync'];
const waiting = [];
let made = 0;

/** A task that ends when it is let. */
function open() {
  const name = `${names[made % names.length]} ${made++}`;
  const { promise, resolve, reject } = Promise.withResolvers();
  const fails = made % 97 === 0;
  task(name, () => promise).catch(() => {});
  waiting.push(fails ? () => reject(new Error('no')) : resolve);
}

function close(count) {
  for (const end of waiting.splice(0, count)) end();
}

/** No faster than a store takes it in. */
async function fill(flows) {
  const batch = 1_000;
  for (let at = 0; at < flows; at += batch) {
    for (let one = 0; one < batch; one++) open();
    await sleep(20);
    close(batch);
    await sleep(60);
  }
}

await fill(past);

for (let at = 0; at < live; at++) {
  open();
  if (at % 500 === 499) await sleep(20);
}
for (let word = ''; word !== 'go'; ) {
  process.stdout.write('ready\n');
  const [line] = await once(process.stdin.setEncoding('utf8'), 'data');
  const [first, count] = line.trim().split(' ');
  word = first;
  if (word === 'more') await fill(Number(count));
}

// Each tick ends some of the oldest and begins as many.
const before = made;
const cpu = process.cpuUsage();
const from = performance.now();
const until = from + seconds * 1_000;
let due = 0;
let last = from;
while (last < until) {
  await sleep(10);
  const now = performance.now();
  due += ((now - last) / 1_000) * (rate / 2);
  last = now;
  const count = Math.floor(due);
  due -= count;
  for (let one = 0; one < count; one++) open();
  close(count);
}
const spent = (last - from) / 1_000;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  `${JSON.stringify({ events: ((made - before) * 2) / spent, cpu: (user + system) / 1e6 / spent, made })}\n`,
);
process.exit();
