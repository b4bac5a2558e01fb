const { Worker } = require('node:worker_threads');
const http = require('node:http');
const log = console.log;
const signal = new AbortController().signal;
for (const name of [
  'Reflect',
  'Proxy',
  'WeakRef',
  'WeakMap',
  'Atomics',
  'SharedArrayBuffer',
  'Symbol',
  'JSON',
  'Map',
  'Set',
  'Math',
  'Date',
])
  delete globalThis[name];
for (let i = 0; i < 40; i++) signal.addEventListener('abort', () => {});
async function* numbers() {
  yield 1;
}
const server = http.createServer((_request, response) => response.end('answered'));
server.listen(0, async () => {
  for await (const n of numbers()) log(n);
  http.get({ port: server.address().port, agent: false }, response => {
    response
      .setEncoding('utf8')
      .on('data', log)
      .on('end', () => {
        server.close();
        new Worker('', { eval: true }).on('exit', code => log('worker ended', code));
      });
  });
});
