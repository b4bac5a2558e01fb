// The same download; its second promise has a handler where it is made. Another is handled late, but it is handled.
import { setTimeout as sleep } from 'node:timers/promises';

process.on('unhandledRejection', () => {});

async function download(signal) {
  const progress = new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('the download stopped', { cause: signal.reason }));
    });
  });
  progress.catch(() => {});
  await sleep(1);
  return { progress };
}

const controller = new AbortController();
await download(controller.signal);
controller.abort();

const late = Promise.reject(new Error('handled a little later'));
await sleep(20);
await late.catch(() => {});
await sleep(20);
