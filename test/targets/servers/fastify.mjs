import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { askAll } from './ask.mjs';

const app = Fastify();
app.addHook('onRequest', async () => {});
app.get('/', async (_request, reply) => reply.type('text/html').send('<h1>shop</h1>'));
app.get('/json', async request => ({ n: Number(request.query.n), list: [1, 2, 3] }));
app.post('/echo', async (request, reply) => reply.code(201).send(request.body));
app.get('/throws', async () => {
  throw new Error('an error in a handler');
});
app.get('/stream', (_request, reply) => reply.send(Readable.from(['one', 'two', 'three'])));
await app.listen({ port: 0, host: 'localhost' });
await askAll(app.server.address().port);
await app.close();
