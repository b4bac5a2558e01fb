import { Worker } from 'node:worker_threads';

const worker = new Worker('setTimeout(() => { throw new Error("in a worker") }, 5)', { eval: true });
worker.on('error', error => console.log('worker error', error.message, error.stack.split('\n').length));
worker.on('exit', code => console.log('worker ended', code));
