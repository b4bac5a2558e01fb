import { createServer } from 'node:http';

function greet(name) {
  const text = `hello ${name}`;
  return text; // @greet
}

const server = createServer((request, response) => {
  const name = request.url.slice(1);
  response.end(greet(name)); // @answer
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
