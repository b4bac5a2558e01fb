// What is asked from outside nearly always comes when a timer is about to run: there it is busy for a while.
import { createHook } from 'node:async_hooks';

createHook({
  before() {
    for (const until = performance.now() + 30; performance.now() < until; );
  },
}).enable();
setInterval(() => {}, 1_000);
console.log('ready');
