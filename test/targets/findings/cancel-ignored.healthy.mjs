// @limits {"cancelIgnoredMs":50}
// The work passes its scope's signal on, and looks at it between pages.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkpoint, scope } from 'eddy';

let report;

async function write(own) {
  report = own;
  for (let page = 0; page < 30; page++) {
    await checkpoint();
    await sleep(10, undefined, { signal: own.signal });
  }
}

const done = scope('report', write);
await sleep(20);
report.cancel('nobody waits for it');
await done;
await sleep(100);
