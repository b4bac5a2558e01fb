// A download's second promise rejects when the download is cancelled, and nobody waits for it.
import { setTimeout as sleep } from 'node:timers/promises';

process.on('unhandledRejection', () => {});

async function download(signal) {
  const progress = new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('the download stopped', { cause: signal.reason })); // @rejected
    });
  });
  await sleep(1);
  return { progress };
}

const controller = new AbortController();
await download(controller.signal);
controller.abort(); // @cancelled
await sleep(50);
