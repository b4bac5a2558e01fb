// @limits {"generatorReturnMs":50}
// What the body waits for is ended first, then return() has nothing to wait behind.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const source = new EventEmitter();
const tired = new AbortController();

async function* messages(signal) {
  source.connected = true;
  try {
    while (true) yield (await once(source, 'message', { signal }))[0];
  } finally {
    source.connected = false;
  }
}

const stream = messages(tired.signal);
const message = stream.next();
await sleep(20);
tired.abort();
const closed = stream.return();
await message.catch(() => {});
await closed;
await sleep(300);
