const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename, { env: { ONLY: 'this' }, execArgv: [], workerData: { n: 20 } });
  worker.on('message', message => console.log('from worker', message));
  worker.on('exit', code => console.log('worker ended', code));
  worker.postMessage('hello');
} else {
  parentPort.once('message', message => {
    parentPort.postMessage([message, workerData.n, process.env.ONLY, Object.keys(process.env).length]);
  });
}
