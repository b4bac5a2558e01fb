// In long calls outside JavaScript, which nothing interrupts, until somebody has opened its inspector.
import { pbkdf2Sync } from 'node:crypto';
import { url } from 'node:inspector';

console.log('ready');
setImmediate(() => {
  while (url() === undefined) pbkdf2Sync('shop', 'salt', 1_000_000, 64, 'sha512');
  setInterval(() => {}, 1_000);
});
