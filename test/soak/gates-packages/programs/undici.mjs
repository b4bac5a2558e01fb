import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import * as undici from 'undici';
import { WebSocketServer } from 'ws';
import { say, saySettled } from './say.mjs';

let calls = 0;
const server = createServer(async (asked, answer) => {
  calls++;
  const parts = [];
  for await (const part of asked) parts.push(part);
  const body = Buffer.concat(parts)
    .toString()
    .replace(/-{2,}formdata-undici-\d+/g, 'BOUNDARY');
  const { pathname, searchParams } = new URL(asked.url, 'http://here');
  const { cookie, range } = asked.headers;
  const send = (status, headers, text) => answer.writeHead(status, { date: 'now', ...headers }).end(text);
  if (pathname === '/echo')
    send(
      200,
      { 'content-type': 'application/json', 'x-list': ['1', '2'] },
      JSON.stringify({ method: asked.method, body, cookie, query: [...searchParams] }),
    );
  else if (pathname === '/gzip') send(200, { 'content-encoding': 'gzip' }, gzipSync('zipped '.repeat(20)));
  else if (pathname === '/redirect')
    send(Number(searchParams.get('status') ?? 302), { location: searchParams.get('to') ?? '/echo' });
  else if (pathname === '/flaky') send(calls % 3 === 0 ? 200 : 503, { 'retry-after': '0' }, `try ${calls % 3}`);
  else if (pathname === '/cached') send(200, { 'cache-control': 'max-age=60', etag: '"e"' }, `call ${calls}`);
  else if (pathname === '/drop') asked.socket.destroy();
  else if (pathname === '/never') answer.writeHead(200).write('begun');
  else if (pathname === '/range') send(range ? 206 : 200, {}, range ?? 'all');
  else if (pathname === '/events') {
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.write('id: 1\nevent: note\ndata: first\ndata: line\n\n: comment\n\n');
    answer.write('data: {"a":1}\nretry: 10\n\n');
  } else if (pathname === '/chunks') {
    answer.writeHead(200, { trailer: 'x-end' });
    for (const part of 'abc') {
      answer.write(part.repeat(3));
      await turn();
    }
    answer.addTrailers({ 'x-end': 'over' });
    answer.end();
  } else
    send(
      404,
      { 'content-type': 'text/plain', 'set-cookie': ['a=1; Path=/; HttpOnly', 'b=2; Max-Age=3; SameSite=Lax'] },
      'nothing here',
    );
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;

// request, stream, pipeline, connect through each dispatcher.
for (const [name, dispatcher] of [
  ['client', new undici.Client(origin, { pipelining: 3 })],
  ['pool', new undici.Pool(origin, { connections: 2 })],
  ['agent', new undici.Agent({ keepAliveTimeout: 100 })],
  ['balanced', new undici.BalancedPool([origin])],
]) {
  const to = { origin, dispatcher };
  for (const body of [null, 'text', Buffer.from('bytes'), Readable.from(['a', 'stream']), new Blob(['blob'])]) {
    const {
      statusCode,
      headers,
      body: got,
    } = await dispatcher.request({ ...to, path: '/echo?a=1', method: body === null ? 'GET' : 'POST', body });
    say(`${name} request`, statusCode, headers['x-list'], await got.json());
  }
  const pieces = [];
  await dispatcher.stream(
    { ...to, path: '/chunks', method: 'GET', opaque: pieces },
    ({ opaque }) => new Writable({ write: (part, _kind, done) => done(null, opaque.push(`${part}`)) }),
  );
  say(`${name} stream`, pieces.join(''));
  const piped = Readable.from(['to ', 'pipe']).pipe(
    dispatcher.pipeline({ ...to, path: '/echo', method: 'PUT' }, ({ body }) => body),
  );
  say(`${name} pipeline`, Buffer.concat(await piped.toArray()).toString());
  const { body, trailers } = await dispatcher.request({ ...to, path: '/chunks', method: 'GET' });
  say(`${name} trailers`, await body.text(), trailers);
  await saySettled(`${name} dropped`, () =>
    dispatcher.request({ ...to, path: '/drop', method: 'GET' }).then(
      () => 'no',
      ({ code, message }) => ({ code, message }),
    ),
  );
  const stop = new AbortController();
  const never = dispatcher.request({ ...to, path: '/never', method: 'GET', signal: stop.signal });
  const { body: open } = await never;
  stop.abort(new Error('enough'));
  await saySettled(`${name} aborted`, () => open.text().catch(({ message }) => message));
  const all = await Promise.all(
    Array.from({ length: 20 }, (_one, at) =>
      dispatcher.request({ ...to, path: `/echo?at=${at}`, method: 'GET' }).then(one => one.body.json()),
    ),
  );
  say(
    `${name} twenty`,
    all.map(one => one.query[0][1]),
  );
  await dispatcher.close();
  await saySettled(`${name} closed`, () =>
    dispatcher.request({ ...to, path: '/echo', method: 'GET' }).catch(({ code }) => code),
  );
}

// fetch and what goes with it.
const { fetch, FormData, Headers, Request, Response } = undici;
const tell = async (label, answer) =>
  say(
    label,
    answer.status,
    answer.ok,
    answer.redirected,
    answer.type,
    [...answer.headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name)),
    (await answer.text()).replaceAll(origin, 'ORIGIN'),
  );
await tell('fetch', await fetch(`${origin}/echo`));
await tell('fetch missing', await fetch(`${origin}/missing`));
await tell('fetch gzip', await fetch(`${origin}/gzip`));
for (const status of [301, 302, 303, 307, 308])
  await tell(`fetch ${status}`, await fetch(`${origin}/redirect?status=${status}`, { method: 'POST', body: 'b' }));
await saySettled('fetch redirect: error', () =>
  fetch(`${origin}/redirect`, { redirect: 'error' }).catch(({ message, cause }) => `${message} ${cause?.message}`),
);
await tell('fetch redirect: manual', await fetch(`${origin}/redirect`, { redirect: 'manual' }));
await saySettled('fetch forever', () => fetch(`${origin}/redirect?to=/redirect`).then(one => one.status));
const form = new FormData();
form.set('a', '1');
form.append('file', new File(['content'], 'f.txt', { type: 'text/plain' }));
await tell('fetch form', await fetch(`${origin}/echo`, { method: 'POST', body: form }));
await tell(
  'fetch params',
  await fetch(
    new Request(`${origin}/echo`, {
      method: 'PUT',
      body: new URLSearchParams({ q: 'ä&' }),
      headers: new Headers([['X-A', 'b']]),
    }),
  ),
);
await tell(
  'fetch stream',
  await fetch(`${origin}/echo`, {
    method: 'POST',
    body: ReadableStream.from(['x', 'y'].map(one => new TextEncoder().encode(one))),
    duplex: 'half',
  }),
);
await saySettled('fetch aborted', () =>
  fetch(`${origin}/never`, { signal: AbortSignal.timeout(20) })
    .then(one => one.text())
    .catch(({ name }) => name),
);
for (const bad of ['nowhere:', 'http://user:pass@x/', 'ftp://x', ''])
  await saySettled(`fetch ${bad}`, () =>
    fetch(bad).then(
      () => 'no',
      ({ name, message, cause }) => `${name} ${message} ${cause?.message}`,
    ),
  );
await tell('data', await fetch('data:text/plain;base64,aGVsbG8='));
const [one, two] = await fetch(`${origin}/chunks`).then(answer => [answer.clone(), answer]);
say('cloned', await one.text(), await two.bytes());
say('parsed', [
  ...(await new Response('a=1&b=2', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }).formData()),
]);
for (const make of [
  () => new Headers({ 'bad name': 'x' }),
  () => new Response('x', { status: 204 }),
  () => new Request('x'),
  () => Response.redirect('/x', 200),
  () => new Request('http://x', { method: 'TRACE' }),
  () => new Headers([['a']]),
])
  await saySettled('refused', () => {
    try {
      return make();
    } catch ({ name, message }) {
      return `${name} ${message}`;
    }
  });
const kept = new Headers();
undici.setCookie(kept, { name: 'k', value: 'v', maxAge: 5, sameSite: 'Strict', secure: true });
undici.deleteCookie(kept, 'gone', { path: '/p' });
say(
  'cookies',
  undici.getSetCookies(kept),
  undici.getCookies(new Headers({ cookie: 'a=1; b=2' })),
  undici.parseMIMEType('text/html;charset="utf-8"'),
);

// Interceptors.
const { interceptors } = undici;
const retrying = new undici.Agent().compose(
  interceptors.retry({ maxRetries: 4, minTimeout: 1, maxTimeout: 2, statusCodes: [503] }),
);
calls = 0;
say('retry', await retrying.request({ origin, path: '/flaky', method: 'GET' }).then(answer => answer.body.text()));
const following = new undici.Agent().compose(
  interceptors.redirect({ maxRedirections: 2 }),
  interceptors.dump({ maxSize: 1000 }),
);
say(
  'redirect',
  await following
    .request({ origin, path: '/redirect', method: 'GET' })
    .then(answer => [answer.statusCode, answer.context.history.length]),
);
const throwing = new undici.Agent().compose(interceptors.responseError());
await saySettled('response error', () =>
  throwing
    .request({ origin, path: '/none', method: 'GET' })
    .catch(({ message, statusCode, body }) => ({ message, statusCode, body })),
);
const caching = new undici.Agent().compose(interceptors.cache());
for (let at = 0; at < 3; at++)
  say('cache', await caching.request({ origin, path: '/cached', method: 'GET' }).then(answer => answer.body.text()));
const counting = new undici.Agent().compose(dispatch => (options, handler) => {
  say('seen', options.method, options.path);
  return dispatch(options, handler);
});
await counting.request({ origin, path: '/echo', method: 'GET' }).then(answer => answer.body.dump());
await Promise.all([retrying, following, throwing, caching, counting].map(agent => agent.close()));

// Mocks.
const mock = new undici.MockAgent();
mock.disableNetConnect();
const mocked = mock.get('http://mocked');
mocked
  .intercept({ path: /^\/a/, method: 'POST', body: text => text.includes('x') })
  .reply(201, { ok: 1 }, { headers: { 'x-m': '1' } })
  .times(2);
mocked.intercept({ path: '/b', query: { q: 1 } }).reply(({ path }) => ({ statusCode: 200, data: `for ${path}` }));
mocked.intercept({ path: '/c' }).replyWithError(new Error('mocked away'));
mocked.intercept({ path: '/unused' }).reply(200).persist();
for (const [path, method, body] of [
  ['/a1', 'POST', 'x'],
  ['/a2', 'POST', 'x'],
  ['/a3', 'POST', 'x'],
  ['/b?q=1', 'GET'],
  ['/c', 'GET'],
  ['/d', 'GET'],
])
  await saySettled(`mock ${path}`, () =>
    mock.request({ origin: 'http://mocked', path, method, body }).then(
      async answer => [answer.statusCode, answer.headers, await answer.body.text()],
      ({ name, code, message }) => `${name} ${code} ${message}`,
    ),
  );
say(
  'pending',
  mock.pendingInterceptors().map(({ path, times }) => [String(path), times]),
);
await mock.close();

// Web sockets and events.
const sockets = new WebSocketServer({ server });
sockets.on('connection', socket =>
  socket.on('message', (data, isBinary) => socket.send(isBinary ? data : `echo ${data}`, { binary: isBinary })),
);
const socket = new undici.WebSocket(origin.replace('http', 'ws'), ['chat']);
socket.binaryType = 'arraybuffer';
await once(socket, 'open');
for (const data of ['hello', new Uint8Array([1, 2, 3]), 'x'.repeat(70_000)]) {
  socket.send(data);
  const [{ data: got }] = await once(socket, 'message');
  say('socket', typeof got === 'string' ? `${got.length} ${got.slice(0, 20)}` : Buffer.from(got).toString('hex'));
}
await saySettled('close code', () => {
  try {
    socket.close(1, 'x');
  } catch ({ name, message }) {
    return `${name} ${message}`;
  }
});
socket.close(4001, 'done here');
const [{ code, reason, wasClean }] = await once(socket, 'close');
say('closed', code, reason, wasClean, socket.readyState);
const events = new undici.EventSource(`${origin}/events`);
const [[note], [message]] = await Promise.all([once(events, 'note'), once(events, 'message')]);
say('events', note.data, note.lastEventId, message.data, events.readyState);
events.close();

// Errors of wrong use.
for (const make of [
  () => new undici.Client('ftp://x'),
  () => new undici.Client(origin, { pipelining: -1 }),
  () => new undici.Pool(origin, { connections: -1 }),
  () => new undici.Agent({ factory: 1 }),
  () => undici.request(origin, { method: 'BAD METHOD' }),
  () => undici.request(origin, { path: 'no slash' }),
  () => undici.request(origin, { headers: ['odd'] }),
  () => undici.request(origin, { method: 'POST', headers: { 'content-length': '3' }, body: 'longer' }),
])
  await saySettled('wrong', async () => {
    try {
      return typeof (await make());
    } catch ({ name, code, message }) {
      return `${name} ${code} ${message}`;
    }
  });
await undici.getGlobalDispatcher().close();
for (const one of sockets.clients) one.terminate();
sockets.close();
server.closeAllConnections();
server.close();
await once(server, 'close');
