import http from 'node:http';

const server = http.createServer(() => {
  throw new Error('in a handler');
});
server.listen(0, () => http.get({ port: server.address().port }).on('error', () => {}));
