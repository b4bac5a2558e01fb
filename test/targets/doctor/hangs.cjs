// A preload that keeps the doctor's sample from its first line, says so in a file, and leaves every other program alone.
const { writeFileSync } = require('node:fs');

if (process.argv[1]?.endsWith('sample.mjs')) {
  process.on('SIGTERM', () => {});
  writeFileSync(process.env.HANGS_IN, String(process.pid));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
