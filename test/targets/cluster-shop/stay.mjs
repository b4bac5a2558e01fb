// A child or a thread that stays until it is told to go.
import { parentPort } from 'node:worker_threads';

if (parentPort === null) {
  process.once('message', () => process.disconnect());
  process.on('SIGTERM', () => {});
  process.send('here');
} else {
  parentPort.once('message', () => {});
  parentPort.postMessage('here');
}
