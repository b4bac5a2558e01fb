const cluster = require('node:cluster');
const http = require('node:http');
if (cluster.isPrimary) {
  const worker = cluster.fork();
  worker.on('message', port => {
    http.get({ port, agent: false }, response => {
      response.setEncoding('utf8');
      response.on('data', data => console.log('answered', data));
      response.on('end', () => worker.disconnect());
    });
  });
  worker.on('exit', code => console.log('worker ended', code));
} else {
  const server = http.createServer((_request, response) => response.end('from a worker'));
  server.listen(0, () => process.send(server.address().port));
}
