// A thread that stays until it is told to go.
import { parentPort } from 'node:worker_threads';

parentPort.once('message', () => {});
parentPort.postMessage('here');
