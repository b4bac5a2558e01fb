// In one blocking read from the start, until its standard input ends.
import { readSync } from 'node:fs';

console.log('ready');
setImmediate(() => {
  readSync(0, Buffer.alloc(1));
  console.log('free');
  setInterval(() => {}, 1_000);
});
