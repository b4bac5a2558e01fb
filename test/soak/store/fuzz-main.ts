// FIRST COUNT PROGRESS: so many inputs from that seed. The one that is under way stands in PROGRESS, should we not live to tell.
import { openSync, writeSync } from 'node:fs';
import { type Fate, FuzzFile } from './fuzz-file.ts';

const [first, count, progress] = process.argv.slice(2) as [string, string, string];
const under = openSync(progress, 'w');
const file = new FuzzFile();
const fates: Record<Fate | 'failed', number> = { read: 0, 'set aside': 0, refused: 0, failed: 0 };
let slowest = { seed: 0, ms: 0 };
try {
  for (let seed = Number(first); seed < Number(first) + Number(count); seed++) {
    writeSync(under, `${seed}`.padEnd(20), 0);
    const started = performance.now();
    try {
      fates[file.try(seed)]++;
    } catch (error) {
      fates.failed++;
      console.log(`seed ${seed}: ${(error as Error).stack}`);
    }
    const ms = Math.round(performance.now() - started);
    if (ms > slowest.ms) slowest = { seed, ms };
  }
} finally {
  file.close();
}
console.log(`result ${JSON.stringify({ fates, slowest })}`);
