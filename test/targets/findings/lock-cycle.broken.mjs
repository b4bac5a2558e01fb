// Two transfers take the same two accounts' locks in opposite orders and never come back.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const ann = new Mutex();
const bob = new Mutex();

async function annToBob() {
  const releaseFrom = await ann.acquire(); // @holds
  await sleep(20);
  const releaseTo = await bob.acquire(); // @waits
  releaseTo();
  releaseFrom();
}

async function bobToAnn() {
  const releaseFrom = await bob.acquire(); // @first
  await sleep(20);
  const releaseTo = await ann.acquire(); // @second
  releaseTo();
  releaseFrom();
}

annToBob();
bobToAnn();
