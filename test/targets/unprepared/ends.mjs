// Ends as soon as somebody has opened its inspector.
import { url } from 'node:inspector';

setInterval(() => {
  if (url() !== undefined) process.exit(7);
}, 1);
console.log('ready');
