import { parentPort, threadId } from 'node:worker_threads';

parentPort.postMessage({ pid: process.pid, thread: threadId }); // @first
parentPort.once('message', () => {});
