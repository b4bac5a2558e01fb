// Writes to a store until it is killed: PATH RUN SEED PROGRESS. What it has put, and what was said to be kept, stands in PROGRESS.
import { openSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { openSqliteStore } from '../../../src/hub/store/sqlite/index.ts';
import { pickFrom } from './random.ts';

const [path, run, seed, progress] = process.argv.slice(2) as [string, string, string, string];
const pick = pickFrom(Number(seed));
const file = openSync(progress, 'w');
const store = await openSqliteStore({ path });
process.stdout.write('ready\n');

let seq = 0;
for (;;) {
  const count = 1 + pick(mostAtOnce());
  const text = 'x'.repeat(pick(200));
  for (let put = 0; put < count; put++) {
    seq++;
    store.put({ item: 'event', run, event: { seq, at: Date.now(), kind: 'log', target: 't', data: { text } } });
  }
  // When it looks up, what was put before has been counted.
  await setImmediate();
  const { kept, dropped } = store.status();
  writeSync(file, `${JSON.stringify({ put: seq, kept, dropped }).padEnd(99)}\n`, 0);
  while (store.status().waiting > 20_000) await setImmediate();
}

/** Some write all they can, some now and then. */
function mostAtOnce(): number {
  return Number(seed) % 3 === 0 ? 3 : 300;
}
