// Once somebody has opened its inspector it is in one synchronous call, until its standard input ends.
import { spawnSync } from 'node:child_process';
import { url } from 'node:inspector';

const timer = setInterval(() => {
  if (url() === undefined) return;
  clearInterval(timer);
  spawnSync('cat', { stdio: ['inherit', 'ignore', 'inherit'] });
  console.log('free');
  setInterval(() => {}, 1_000);
}, 1);
console.log('ready');
