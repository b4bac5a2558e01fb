// In one synchronous call from the start: a program that ends with our standard input.
import { spawnSync } from 'node:child_process';

console.log('ready');
setImmediate(() => {
  spawnSync('cat', { stdio: ['inherit', 'ignore', 'inherit'] });
  setInterval(() => {}, 1_000);
});
