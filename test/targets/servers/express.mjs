import express from 'express';
import { askAll } from './ask.mjs';

const app = express();
app.use(express.json());
app.get('/', (_request, response) => response.send('<h1>shop</h1>'));
app.get('/json', async (request, response) => {
  await null;
  response.json({ n: Number(request.query.n), list: [1, 2, 3] });
});
app.post('/echo', (request, response) => response.status(201).json(request.body));
app.get('/throws', async () => {
  await null;
  throw new Error('an error in a handler');
});
app.get('/stream', async (_request, response) => {
  for (const part of ['one', 'two', 'three']) {
    response.write(part);
    await new Promise(resolve => setImmediate(resolve));
  }
  response.end();
});
app.use((error, _request, response, _next) => response.status(500).send(error.message));
const server = app.listen(0, async () => {
  await askAll(server.address().port);
  server.close();
});
