import { once } from 'node:events';
import { request } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import Fastify from 'fastify';
import plugin from 'fastify-plugin';
import { say, saySettled } from './say.mjs';

const log = [];
const app = Fastify({
  logger: { level: 'trace', stream: { write: line => log.push(JSON.parse(line).msg) } },
  genReqId: () => 'the id',
  bodyLimit: 300,
  routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 20 },
  ajv: { customOptions: { removeAdditional: true, coerceTypes: true, useDefaults: true, allErrors: true } },
});

const trace = [];
const note = text => void trace.push(text);
for (const hook of ['onRequest', 'preValidation', 'preHandler'])
  app.addHook(hook, async asked => {
    await null;
    note(`${asked.routeOptions.url} ${hook}`);
  });
for (const hook of ['preParsing', 'preSerialization', 'onSend'])
  app.addHook(hook, async (asked, _reply, payload) => {
    note(`${asked.routeOptions.url} ${hook}`);
    return payload;
  });
let answered = 0;
app.addHook('onResponse', (_asked, _reply, done) => done(null, answered++));
app.addHook('onError', async (asked, _reply, error) => note(`${asked.url} onError ${error.message}`));
app.addHook('onRoute', ({ method, url }) => note(`route ${method} ${url}`));
app.addHook('onRegister', (_instance, { prefix }) => note(`register ${prefix}`));
app.addHook('onReady', done => done(null, note('ready')));
app.addHook('onListen', async () => note('listen'));
app.addHook('preClose', async () => note('preClose'));
app.addHook('onClose', async () => note('close'));

app
  .decorate('shop', { name: 'shop' })
  .decorateRequest('user', null)
  .decorateReply('tell', function tell(text) {
    return this.header('x-told', text);
  });
app.addSchema({
  $id: 'item',
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, tag: { type: 'string', default: 'none' } },
});
app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_asked, text, done) => done(null, text.split(',')));
app.addContentTypeParser(/^application\/x-.*/, async (_asked, body) => {
  let size = 0;
  for await (const part of body) size += part.length;
  return { size };
});
app.setErrorHandler(async (error, asked, reply) => {
  if (asked.query.plain !== undefined) throw error;
  const { message, code, statusCode, validation } = error;
  return reply.code(statusCode ?? 500).send({ message, code, statusCode, validation, handled: true });
});
app.setNotFoundHandler({ preHandler: async asked => note(`not found ${asked.url}`) }, (asked, reply) =>
  reply.code(404).send(`no ${asked.url}`),
);

app.get('/hello', async (asked, reply) => reply.tell('hello').send({ hello: asked.query, shop: app.shop.name }));
app.get('/returned', () => Promise.resolve({ returned: true }));
app.get('/callback', (_asked, reply) => setImmediate(() => reply.type('text/plain').send('later')));
app.post(
  '/items',
  {
    schema: {
      body: { $ref: 'item#' },
      response: { '2xx': { type: 'object', properties: { id: { type: 'string' } } } },
    },
  },
  async ({ body }, reply) => reply.code(201).send({ ...body, hidden: 1 }),
);
app.get(
  '/items/:id/:rest(^\\d+)',
  {
    schema: {
      params: { type: 'object', properties: { id: { type: 'integer' } } },
      querystring: { type: 'object', properties: { many: { type: 'array', items: { type: 'number' } } } },
    },
  },
  async asked => ({ ...asked.params, ...asked.query }),
);
app.get('/files/*', async asked => asked.params['*']);
app.get('/sync-throw', () => {
  throw new RangeError('thrown at once');
});
app.get('/async-throw', async () => {
  await null;
  throw Object.assign(new Error('a teapot'), { statusCode: 418, code: 'TEA' });
});
app.get('/undefined', async () => undefined);
app.get('/null', async () => null);
app.get('/twice', async (_asked, reply) => {
  reply.send('first');
  return reply;
});
app.get('/stream', async (_asked, reply) => reply.type('text/plain').send(Readable.from(['a', 'b', 'c'])));
app.get('/pipe', (_asked, reply) => {
  const through = new PassThrough();
  reply.send(through);
  for (const part of 'xyz') through.write(part);
  through.end();
});
app.get('/web', async () => new Response('of the web', { status: 203, headers: { 'x-web': '1' } }));
app.get('/buffer', async () => Buffer.from([1, 2, 3]));
app.get('/raw', (_asked, reply) => {
  reply.hijack();
  reply.raw.end('hijacked');
});
app.get('/redirect', (_asked, reply) => reply.redirect('/hello', 307));
app.get('/trailer', (_asked, reply) => reply.trailer('x-end', async () => 'over').send('with a trailer'));
app.get('/serializer', (_asked, reply) => reply.serializer(value => `<${value.a}>`).send({ a: 1 }));
app.get('/bad-serial', async () => ({
  toJSON: () => {
    throw new Error('not to be had');
  },
}));
app.post('/any', async ({ body, headers }) => ({ body, type: headers['content-type'] }));
app.route({
  method: ['PUT', 'PATCH', 'DELETE'],
  url: '/many',
  handler: async ({ method, body }) => ({ method, body }),
});
app.get('/versions', { constraints: { version: '1.2.0' } }, async () => 'one');
app.get('/versions', { constraints: { version: '2.0.0' } }, async () => 'two');
app.get(
  '/hooks',
  {
    onRequest: [
      async asked => {
        asked.user = 'ann';
      },
    ],
    preHandler: (_asked, _reply, done) => done(),
    onSend: async (_asked, _reply, payload) => `${payload}!`,
  },
  async asked => asked.user,
);
app.get('/early', { preHandler: async (_asked, reply) => reply.code(401).send('not you') }, async () => 'never');

await app.register(
  plugin(
    async instance => {
      instance.decorate('fromPlugin', 7);
    },
    { name: 'given' },
  ),
);
await app.register(
  async inner => {
    inner.addHook('preHandler', async asked => note(`inner ${asked.url}`));
    inner.setErrorHandler((error, _asked, reply) => reply.code(400).send(`inner: ${error.message}`));
    inner.get('/plugin', async () => inner.fromPlugin);
    inner.get('/fails', async () => Promise.reject(new Error('inside')));
    await inner.register(async deep => deep.get('/', async asked => asked.routeOptions.url), { prefix: '/deep' });
  },
  { prefix: '/v1' },
);

await saySettled('decorated twice', () => app.decorate('shop', 1));
await saySettled('a route twice', () => app.get('/hello', () => ''));
await saySettled('no handler', () => app.get('/none'));
await saySettled('a bad schema', async () => {
  const other = Fastify();
  other.get('/', { schema: { querystring: { type: 'nonsense' } } }, () => '');
  await other.ready();
});
await saySettled('a slow plugin', async () => {
  const other = Fastify({ pluginTimeout: 20 });
  other.register((_instance, _options, _done) => {});
  await other.ready();
});

await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address();

async function ask(method, path, { headers = {}, body } = {}) {
  const sent = request({ port, host: '127.0.0.1', method, path, headers: { connection: 'close', ...headers } });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part;
  const { date: _date, ...rest } = answer.headers;
  say(`${method} ${path}`, answer.statusCode, rest, answer.trailers, text);
}

const paths =
  '/hello?a=1&a=2 /HELLO/ /returned /callback /items/7/42?many=1&many=2 /items/x/42 /items/7/no /files/a/b%20c /sync-throw /sync-throw?plain /async-throw /async-throw?plain /undefined /null /twice /stream /pipe /web /buffer /raw /redirect /trailer /serializer /bad-serial /hooks /early /v1/plugin /v1/fails /v1/deep /nothing /items/%ff /files/';
for (const path of paths.split(' ')) await ask('GET', path);
const json = { 'content-type': 'application/json' };
for (const body of [
  '{"id":"5"}',
  '{"tag":1}',
  '{"id":',
  '',
  '[]',
  `{"id":1,"x":"${'y'.repeat(400)}"}`,
  '{"__proto__":1}',
])
  await ask('POST', '/items', { headers: json, body });
await ask('POST', '/any', { headers: { 'content-type': 'text/csv' }, body: 'a,b,c' });
await ask('POST', '/any', { headers: { 'content-type': 'application/x-some' }, body: 'sized' });
await ask('POST', '/any', { headers: { 'content-type': 'image/png' }, body: 'unknown' });
await ask('POST', '/any', { headers: { 'content-type': 'text/plain' }, body: 'wörds' });
for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])
  await ask(method, '/many', { headers: json, body: method === 'PUT' ? '{"a":1}' : undefined });
for (const version of ['1.x', '2.0.0', '3.0.0'])
  await ask('GET', '/versions', { headers: { 'accept-version': version } });
for (const path of ['/hello', '/async-throw', '/stream']) {
  const { statusCode, headers, payload } = await app.inject({ path, headers: { 'x-a': 1 } });
  say(`inject ${path}`, statusCode, { ...headers, date: undefined }, payload);
}
const many = await Promise.all(Array.from({ length: 30 }, (_one, at) => app.inject(`/hello?at=${at}`)));
say(
  'thirty at once',
  many.map(one => one.payload),
);
say(
  'routes',
  app.printRoutes({ commonPrefix: false, includeHooks: true }),
  app.hasRoute({ method: 'GET', url: '/hello' }),
);
say('plugins', app.printPlugins().replace(/ \d+ ms/g, ''), app.initialConfig);
await app.close();
await saySettled('after the end', () => app.inject('/hello'));
say('trace', answered, trace.join('\n'));
say(
  'log',
  log
    .map(one => one.replace(/:\d+/, ':PORT'))
    .sort()
    .join('\n'),
);
