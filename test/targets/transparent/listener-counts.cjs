const http = require('node:http');
const server = http.createServer((request, response) => {
  response.end(
    JSON.stringify({
      request: request.eventNames().map(String),
      response: response.eventNames().map(String),
      server: server.eventNames().map(name => [String(name), server.listenerCount(name)]),
      own: Reflect.ownKeys(request).length + Reflect.ownKeys(response).length,
    }),
  );
});
server.listen(0, () => {
  http.get({ port: server.address().port, agent: false }, response => {
    response.setEncoding('utf8');
    response.on('data', data => console.log(data));
    response.on('end', () => server.close());
  });
});
