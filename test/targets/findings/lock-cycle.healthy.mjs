// Two transfers take the same two accounts' locks in one order.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const ann = new Mutex();
const bob = new Mutex();

async function annToBob() {
  const releaseAnn = await ann.acquire();
  await sleep(20);
  const releaseBob = await bob.acquire();
  releaseBob();
  releaseAnn();
}

async function bobToAnn() {
  const releaseAnn = await ann.acquire();
  await sleep(20);
  const releaseBob = await bob.acquire();
  releaseBob();
  releaseAnn();
}

annToBob();
bobToAnn();
