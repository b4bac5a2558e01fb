import { once } from 'node:events';
import { request } from 'node:http';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { say, textOf } from './say.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const app = express();
app.set('env', 'test').set('x-powered-by', true).set('json spaces', 1).set('trust proxy', 'loopback');
app.set('query parser', 'extended').set('jsonp callback name', 'cb').set('views', here).set('view engine', 'txt');
app.locals.shop = 'the shop';
app.engine('txt', (path, options, done) => done(null, `${path.slice(here.length)} for ${options.shop} ${options.who}`));

const trace = [];
app.use((req, res, next) => {
  trace.push(`${req.method} ${req.originalUrl}`);
  res.on('finish', () => trace.push(`finish ${res.statusCode}`));
  next();
});
app.use(express.json({ limit: 200, strict: true }), express.urlencoded({ extended: true }), express.text());
app.use(express.raw({ type: 'application/x-bytes' }));
app.use(
  '/static',
  express.static(here, { dotfiles: 'deny', index: false, setHeaders: res => res.set('x-static', '1') }),
);

app.param('id', (req, _res, next, id) => {
  if (id === 'bad') next(Object.assign(new Error('a bad id'), { status: 422 }));
  else {
    req.item = { id: Number(id) };
    next();
  }
});
app.get('/items/:id', (req, res) => res.json({ ...req.item, query: req.query, fresh: req.fresh }));
app.all('/any', (req, res) => res.send(req.method));
app
  .route('/book')
  .get((_req, res) => res.send('get'))
  .post((_req, res) => res.status(201).end())
  .put((_req, res) => res.sendStatus(204));
app.post('/echo', (req, res) =>
  res.json({ body: Buffer.isBuffer(req.body) ? req.body.toString('hex') : req.body, type: req.get('content-type') }),
);
app.get('/sync-throw', () => {
  throw new TypeError('thrown at once');
});
app.get('/async-throw', async () => {
  await null;
  throw Object.assign(new Error('thrown later'), { status: 503, headers: { 'retry-after': '9' } });
});
app.get('/reject-undefined', () => Promise.reject());
app.get(
  '/next-route',
  (_req, _res, next) => next('route'),
  (_req, res) => res.send('never'),
);
app.get('/next-route', (_req, res) => res.send('the next route'));
app.get('/stream', (_req, res) => {
  res.type('text');
  Readable.from(['one\n', 'two\n', 'three\n']).pipe(res);
});
app.get('/await-stream', async (_req, res) => {
  res.write('a');
  for await (const part of Readable.from(['b', 'c'])) res.write(part);
  res.end('d');
});
app.get('/render', (_req, res) =>
  res.render('page', { who: 'ann' }, (error, text) => res.send(error?.message.split('"')[0] ?? text)),
);
app.get('/view', (_req, res) => res.render('view.txt', { who: 'bob' }));
app.get('/json', (_req, res) => res.json({ a: [1, { b: null }], when: new Date(0), html: '<b>&</b>' }));
app.get('/jsonp', (_req, res) => res.jsonp({ 'a\u2028': '</script>' }));
app.get('/redirect', (_req, res) => res.redirect(301, '/items/1?x=ä ö'));
app.get('/cookies', (_req, res) =>
  res
    .cookie('a', { b: 1 }, { httpOnly: true, path: '/x' })
    .clearCookie('c')
    .cookie('d', 'é', { expires: new Date(0) })
    .end(),
);
app.get('/format', (_req, res) =>
  res.format({ text: () => res.send('text'), json: () => res.send({ json: 1 }), default: () => res.status(406).end() }),
);
app.get('/file', (_req, res) =>
  res.sendFile('say.mjs', { root: here, lastModified: false, etag: false, headers: { 'x-file': '1' } }),
);
app.get('/no-file', (_req, res, next) => res.sendFile('missing.txt', { root: here }, next));
app.get('/download', (_req, res) => res.download(`${here}/say.mjs`, 'näme.txt', { lastModified: false, etag: false }));
app.get('/headers', (_req, res) =>
  res
    .vary('a')
    .vary(['b', 'c'])
    .append('x-list', ['1', '2'])
    .links({ next: '/2' })
    .location('/ü')
    .attachment('f.csv')
    .set({ 'x-a': 1 })
    .status(200)
    .send(Buffer.from('bytes')),
);
app.get('/req', (req, res) =>
  res.json({
    ip: req.ip,
    ips: req.ips,
    host: req.hostname === '127.0.0.1',
    sub: req.subdomains,
    protocol: req.protocol,
    secure: req.secure,
    xhr: req.xhr,
    path: req.path,
    accepts: [
      req.accepts('json', 'html'),
      req.acceptsEncodings('gzip'),
      req.acceptsLanguages('de', 'en'),
      req.acceptsCharsets('utf-8'),
    ],
    is: req.is('json'),
    range: req.range(100),
    stale: req.stale,
  }),
);
app.get(/^\/re(\d+)-(?<name>\w+)$/, (req, res) => res.json({ ...req.params }));
app.get('/files/*path', (req, res) => res.json(req.params.path));
app.get('/opt{/:a}{/:b}', (req, res) => res.json({ ...req.params }));

const admin = express.Router({ mergeParams: true, caseSensitive: true, strict: true });
admin.use((req, res, next) =>
  req.get('x-key') === 'open' ? next() : res.status(403).json({ base: req.baseUrl, params: req.params }),
);
admin.get('/Users', (req, res) => res.send(`users of ${req.params.site}`));
admin.use((error, _req, _res, next) => next(error));
app.use('/admin/:site', admin);
const inner = express();
inner.get('/', (req, res) => res.send(`${inner.mountpath} ${req.baseUrl} ${inner.path()} ${inner.parent === app}`));
inner.on('mount', parent => trace.push(`mounted ${parent === app}`));
app.use('/inner', inner);

app.use((error, req, res, next) => {
  if (req.query.plain !== undefined) next(error);
  else res.status(error?.status ?? 500).json({ error: textOf(error), type: error?.type });
});

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

async function ask(method, path, { headers = {}, body } = {}) {
  const sent = request({ port, host: '127.0.0.1', method, path, headers: { connection: 'close', ...headers } });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part;
  const { date: _date, 'last-modified': _modified, etag, ...rest } = answer.headers;
  if (!path.startsWith('/static')) rest.etag = etag;
  say(`${method} ${path}`, answer.statusCode, rest, text.replaceAll(String(port), 'PORT'));
}

const json = { 'content-type': 'application/json' };
const asked = [
  ...[
    '/items/7?a[b]=1&a[c]=2&d=3',
    '/items/bad',
    '/items/bad?plain',
    '/any',
    '/book',
    '/sync-throw',
    '/sync-throw?plain',
  ],
  ...[
    '/async-throw',
    '/async-throw?plain',
    '/reject-undefined',
    '/next-route',
    '/stream',
    '/await-stream',
    '/render',
    '/view',
  ],
  ...[
    '/json',
    '/jsonp?cb=go',
    '/redirect',
    '/cookies',
    '/format',
    '/file',
    '/no-file',
    '/download',
    '/headers',
    '/req',
  ],
  ...['/re42-answer', '/files/a/b%20c', '/opt', '/opt/1', '/opt/1/2', '/admin/x/Users', '/inner', '/static/say.mjs'],
  ...['/static/../../etc', '/static/none', '/nothing', '/items/%ff', '/static/.hidden'],
];
for (const path of asked) await ask('GET', path);
for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND']) {
  await ask(method, '/any');
  await ask(method, '/book');
}
await ask('POST', '/echo', { headers: json, body: '{"a":[1,2]}' });
await ask('POST', '/echo', { headers: json, body: '{"a":' });
await ask('POST', '/echo', { headers: json, body: '1' });
await ask('POST', '/echo', { headers: json, body: JSON.stringify({ long: 'x'.repeat(300) }) });
await ask('POST', '/echo', {
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'a[]=1&a[]=2&b[c]=d',
});
await ask('POST', '/echo', { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'wörds' });
await ask('POST', '/echo', { headers: { 'content-type': 'application/x-bytes' }, body: '\0\x01' });
await ask('POST', '/echo', { headers: { ...json, 'content-encoding': 'gzip' }, body: 'not zipped' });
await ask('GET', '/json', { headers: { 'if-none-match': '*' } });
await ask('GET', '/format', { headers: { accept: 'application/json' } });
await ask('GET', '/format', { headers: { accept: 'image/png' } });
await ask('GET', '/file', { headers: { range: 'bytes=2-9' } });
await ask('GET', '/file', { headers: { range: 'bytes=99999-' } });
await ask('GET', '/admin/x/Users', { headers: { 'x-key': 'open' } });
await ask('GET', '/admin/x/users', { headers: { 'x-key': 'open' } });
await ask('GET', '/req', {
  headers: {
    'x-forwarded-for': '9.9.9.9, 8.8.8.8',
    'x-forwarded-proto': 'https',
    'x-requested-with': 'XMLHttpRequest',
    'accept-language': 'de',
    range: 'bytes=0-5',
  },
});
await Promise.all(
  Array.from({ length: 30 }, (_one, at) => fetch(`http://127.0.0.1:${port}/items/${at}`).then(answer => answer.text())),
).then(all => say('thirty at once', all));
trace.length = 2 * asked.length;
say('trace', trace.join('\n'));
const { stack } = app.router;
say(
  'layers',
  stack.map(one => `${one.name} ${one.route?.path ?? ''} ${Object.keys(one.route?.methods ?? {})}`),
);
server.closeAllConnections();
server.close();
await once(server, 'close');
