/** The dashboard's door of a real hub: who may not enter, and what nobody is shown. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { lineOf, root } from '../launch/index.ts';
import { type Answer, buy, type Say, Stage, say, shop, tokenIn, Visitor } from './web-stage.ts';

const json = { 'content-type': 'application/json' };

/** What holds for each answer, whatever was asked. */
function mustBeShut({ status, headers, text }: Answer, secrets: readonly string[]): number {
  for (const name of Object.keys(headers)) ok(!name.startsWith('access-control-'), name);
  equal(headers['x-content-type-options'], 'nosniff');
  match(String(headers['content-security-policy']), /^default-src 'none'; script-src 'self'; /);
  match(headers['cache-control'] ?? '', /no-store|no-cache/);
  const isPage = headers['content-type']?.startsWith('text/html') === true;
  ok(!isPage || status === 200, 'no error is a page');
  for (const secret of secrets) ok(!text.includes(secret));
  return status;
}

test('the door of a hub', async t => {
  const stage = new Stage(t);
  const { ready, folder, link } = await stage.serve('--dashboard', '0', '--store', 'memory');
  const token = tokenIn(folder);
  const visitor = await Visitor.enter(t, link);
  const { port } = visitor;
  const own = `127.0.0.1:${port}`;
  const status = async (path: string, how: Say = {}) => mustBeShut(await say(port, path, how), [token]);
  const ask = (headers: Say['headers'] = {}, body = '{}') =>
    status('/api/v1/ask/status', { method: 'POST', headers: { ...json, ...headers }, body });
  const known = { cookie: visitor.cookie };
  const bearer = { authorization: `Bearer ${token}` };

  await t.test('says where it is, and lets in by cookie and token', async () => {
    deepEqual(ready.listens, [`http://${own}`]);
    equal(await ask(known), 200);
    equal(await ask(bearer), 200);
    equal(await status('/', { headers: known }), 200);
  });

  await t.test('nobody enters without a token, with another, or with a code that was used', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { cookie: `eddy_${port}=1.2.3` }])
      equal(await ask(headers), 401);
    for (const path of ['/', '/index.html', '/icon.svg', '/api/v1/live', '/api/v1/openapi.json', '/nothing'])
      equal(await status(path), 401, path);
    equal(await status(link.slice(link.indexOf('/enter'))), 401);
    equal(await status(`/enter?code=${token}`), 401);
    equal(await status(`/?code=${token}&token=${token}`), 401);
  });

  await t.test('other names for this machine, as a name that was made to lead here', async () => {
    const hosts = [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:1`,
    ];
    const numbers = ['0.0.0.0', '2130706433', '0x7f.1', '127.1', '127.0.0.1.', '[::]', '[::ffff:127.0.0.1]', '::1'];
    const names = ['localhost.', 'x.localhost', 'user@127.0.0.1', '127.0.0.1,evil.example', '127.0.0.1/'];
    for (const host of [...hosts, ...[...numbers, ...names].map(name => `${name}:${port}`), `127.0.0.1:0${port}`])
      equal(await ask({ ...known, host }), 421, host);
    for (const host of [own, `localhost:${port}`, `[::1]:${port}`]) equal(await ask({ ...known, host }), 200, host);
    // As a proxy is asked, which this is not.
    for (const address of [`http://${own}/`, `http://evil.example/`, `//${own}/`])
      ok((await status(address, { headers: known })) >= 400, address);
  });

  await t.test('other sites, whatever cookie their visitors have', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `https://${own}`,
      `http://127.0.0.1:${port + 1}`,
      `http://${own}.x`,
    ])
      equal(await ask({ ...known, origin }), 403, origin);
    equal(await ask({ ...known, origin: `http://${own}` }), 200);
    for (const site of ['cross-site', 'same-site', 'strange'])
      equal(await ask({ ...known, 'sec-fetch-site': site }), 403, site);
    equal(await ask({ ...known, 'sec-fetch-site': 'same-origin' }), 200);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])
      equal(await ask({ ...known, 'content-type': type }), 415, type);
    const asking = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    equal(await status('/api/v1/ask/status', { method: 'OPTIONS', headers: { ...known, ...asking } }), 403);
  });

  await t.test('no way leads out of the page’s files', async () => {
    const ways = [
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/package.json',
      '/%2e%2e%2fpackage.json',
      '/assets/../../main.js',
      '/assets/..%5c..%5cmain.js',
      '/..\\main.js',
      '//etc/passwd',
      '/assets/',
      '/assets',
      '/.',
      '/%00',
      '/index.html/',
      '/index.html%00.js',
      '/constructor',
      '/__proto__',
      '/api',
      '/api/v1/',
      '/api/v1/source/../../../package.json',
    ];
    for (const way of ways) equal(await status(way, { headers: known }), 404, way);
    // The parser of Node may be the one that sends it away.
    for (const way of ['http://evil.example/', '*', 'index.html'])
      equal((await say(port, way, { headers: known })).status, 400, way);
    const files = [
      '/etc/passwd',
      '../../../../etc/passwd',
      '%2e%2e/etc/passwd',
      'file:///etc/passwd',
      '\u0000',
      'token',
    ];
    for (const file of [...files, `${folder}/token`, `${root}/package.json`]) {
      const path = `/api/v1/source?file=${encodeURIComponent(file)}`;
      ok((await status(path, { headers: known })) >= 400, file);
    }
  });

  await t.test('heads that are said twice, or are too long', async () => {
    const raw = async (lines: readonly string[]) => {
      const socket = connect(port, '127.0.0.1');
      t.after(() => socket.destroy());
      socket.write(`GET / HTTP/1.1\r\nconnection: close\r\ncookie: ${visitor.cookie}\r\n${lines.join('\r\n')}\r\n\r\n`);
      return /^HTTP\/1\.1 (\d+) /.exec(await text(socket))?.[1];
    };
    equal(await raw([`host: ${own}`]), '200');
    equal(await raw([`host: ${own}`, 'host: evil.example']), '421');
    equal(await raw(['host: evil.example', `host: ${own}`]), '421');
    equal(await raw(['host:']), '421');
    equal(await raw([]), '400');
    equal(await raw([`host: ${own}`, 'content-length: 1', 'transfer-encoding: chunked']), '400');
    equal(await raw([`host: ${own}`, `x: ${'x'.repeat(20_000)}`]), '431');
  });

  await t.test('the hub lives through all that, and its line with it', async () => {
    equal(await ask(known), 200);
    equal((await visitor.ask('status', {})).connections.controllers, 1);
  });
});

const notRoot = process.getuid?.() !== 0 && 'only root can be somebody else';

interface Strange {
  readonly heads?: readonly string[];
  readonly body?: string;
  readonly family?: 'AF_INET' | 'AF_INET6';
  /** `reset`: it goes at once, and waits for no answer. */
  readonly ending?: 'waits' | 'reset';
}

/** One request of a process of another user. */
const asOther = `
import socket, struct, sys
family, address, ending, words = sys.argv[1:]
dialled = socket.socket(getattr(socket, family))
host, port = address.rsplit(':', 1)
dialled.connect((host, int(port)))
dialled.sendall(words.encode())
if ending == 'reset':
    dialled.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    dialled.close()
else:
    print(dialled.makefile('rb').readline().decode())
`;

test('another user of this machine enters with no link and no cookie', { skip: notRoot }, async t => {
  const stage = new Stage(t);
  const { link } = await stage.shop('--dashboard');
  const visitor = await Visitor.enter(t, link!);
  const own = `127.0.0.1:${visitor.port}`;
  const send = async (first: string, { heads = [], body = '', family = 'AF_INET', ending = 'waits' }: Strange = {}) => {
    const host = family === 'AF_INET' ? own : `::ffff:${own}`;
    const all = [`host: ${own}`, 'content-type: application/json', `content-length: ${body.length}`, ...heads];
    const request = `${first} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}`;
    const child = spawn('/usr/bin/python3', ['-c', asOther, family, host, ending, request], {
      uid: 65_534,
      gid: 65_534,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [said, why] = await Promise.all([text(child.stdout), text(child.stderr)]);
    equal(why, '');
    return said.split(' ')[1];
  };
  const newWay = async () => {
    const { result } = JSON.parse((await visitor.get('/api/v1/link', { method: 'POST', headers: json })).text);
    return (result.link as string).slice((result.link as string).indexOf('/enter'));
  };
  const way = await newWay();
  const cookie = `cookie: ${visitor.cookie}`;
  const families = existsSync('/proc/net/if_inet6') ? (['AF_INET', 'AF_INET6'] as const) : (['AF_INET'] as const);
  for (const family of families) {
    equal(await send(`GET ${way}`, { family }), '403', family);
    // It shows a token, though a wrong one.
    equal(await send(`GET ${way}`, { family, heads: ['authorization: Bearer x'] }), '403', family);
    equal(await send('GET /', { family, heads: [cookie] }), '403', family);
  }
  const body = JSON.stringify({ session: 'stolen', match: [], probes: [], limits: {} });
  const probing = { heads: [cookie], body };
  for (let count = 0; count < 5; count++) await send('POST /api/v1/ask/probe', { ...probing, ending: 'reset' });
  equal(await send('POST /api/v1/ask/probe', probing), '403');
  deepEqual((await visitor.ask('sessions', {})).sessions, []);
  // It has used up nothing.
  await Visitor.enter(t, `http://${own}${way}`);
});

test('what a program says is data and never a page', async t => {
  const stage = new Stage(t);
  const mark = lineOf(shop, 'held');
  const words = ['--dashboard', '--name', '<b>shop</b>', '--session', 'ann', '--snap', `shop.mjs:${mark}`];
  const { part, port, link } = await stage.shop(...words);
  const visitor = await Visitor.enter(t, link!);
  const live = await visitor.follow();
  const user = `</script><script>alert(1)</script>`;
  await buy(port, user);
  const snap = await live.waitFor(() => live.events.find(({ kind }) => kind === 'snap'));
  ok(JSON.stringify(snap.data).includes('<img src=x onerror='));
  const { sessions } = await visitor.ask('sessions', {});
  equal(sessions[0]?.name, 'ann');
  equal((await visitor.ask('status', {})).runs[0]?.name, '<b>shop</b>');
  for (const path of [`/api/v1/source?file=${encodeURIComponent('<b>.mjs')}`, '/<script>', '/api/<script>']) {
    const answer = await visitor.get(path);
    equal(answer.headers['x-content-type-options'], 'nosniff');
    match(answer.headers['content-type'] ?? '', /^(?:application\/json|text\/plain); charset=utf-8$/);
  }
  const source = await visitor.get(`/api/v1/source?file=${encodeURIComponent(shop)}`);
  match(source.headers['content-type'] ?? '', /^application\/json/);
  equal(JSON.parse(source.text).result.language, 'javascript');
  part.kill('SIGTERM');
  await part.ended;
});
