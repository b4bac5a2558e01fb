// @limits {"cancelIgnoredMs":50}
// The work does not look at its scope: it runs on long after the cancel.
import { setTimeout as sleep } from 'node:timers/promises';
import { scope } from 'eddy';

let report;

async function write(own) {
  report = own;
  for (let page = 0; page < 30; page++) await sleep(10);
}

const done = scope('report', write); // @entered
await sleep(20);
report.cancel('nobody waits for it'); // @cancelled
await done;
