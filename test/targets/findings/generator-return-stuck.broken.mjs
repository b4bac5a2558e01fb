// @limits {"generatorReturnMs":50}
// A consumer that is tired of waiting closes the stream; return() queues behind the next() that waits.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const source = new EventEmitter();

async function* messages() {
  source.connected = true;
  try {
    while (true) yield (await once(source, 'message'))[0];
  } finally {
    source.connected = false;
  }
}

const stream = messages();
const message = stream.next(); // @stepped
await sleep(20);
const closed = stream.return(); // @returned
await sleep(300);
source.emit('message', 'at last');
await message;
await closed;
