import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { fail } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { openTestDoor, say, token } from './door-in-tests.ts';

const json = { 'content-type': 'application/json' };

const open = (t: TestContext, given?: { readonly isOneRun?: true }) => openTestDoor(t, new FakeClock(), given);

/** What stands after the name in the cookie that it gives. */
function cookieOf(headers: { readonly 'set-cookie'?: string[] | undefined }): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** Bytes as they are. */
function dial(t: TestContext, port: number, bytes: string) {
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  socket.write(bytes);
  return socket;
}

test('a link lets in once; its cookie then, with the page and all that it needs', async t => {
  const { door, port } = await open(t);
  const link = door.newLink();
  match(link, new RegExp(`^http://127\\.0\\.0\\.1:${port}/enter\\?code=[\\w-]{32}$`));
  const path = link.slice(link.indexOf('/enter'));
  equal((await say(port, '/')).status, 401);
  const entered = await say(port, path);
  equal(entered.status, 200);
  const flags = 'HttpOnly; SameSite=Strict; Path=/; Max-Age=43200';
  match(entered.headers['set-cookie']![0]!, new RegExp(`^eddy_${port}=[\\w.-]+; ${flags}$`));
  const cookie = cookieOf(entered.headers);
  equal((await say(port, path)).status, 401);
  equal((await say(port, path, { headers: { cookie } })).status, 200);
  const page = await say(port, '/', { headers: { cookie: `other=1; ${cookie}` } });
  const [, nonce] = /content="([^"]+)"/.exec(page.text)!;
  ok(page.headers['content-security-policy']!.includes(`style-src 'self' 'nonce-${nonce}'`));
  notEqual(cookieOf(page.headers), cookie);
  const script = await say(port, '/page.js', { headers: { cookie } });
  deepEqual([script.status, script.text], [200, '// the page']);
  const headers = { cookie, 'if-none-match': script.headers.etag! };
  equal((await say(port, '/page.js', { headers })).status, 304);
  const head = await say(port, '/page.js', { method: 'HEAD', headers: { cookie } });
  deepEqual([head.status, head.headers['content-length'], head.text], [200, '11', '']);
});

test('an old code and a cookie of another port or of nobody lead nowhere', async t => {
  const { door, port, clock } = await open(t);
  const [old, young] = [door.newLink(), door.newLink()].map(link => link.slice(link.indexOf('/enter')));
  const cookie = cookieOf((await say(port, young!)).headers);
  clock.advance(60_000);
  equal((await say(port, old!)).status, 401);
  equal((await say(port, '/', { headers: { cookie } })).status, 200);
  const strange = [cookie.replace(`eddy_${port}`, 'eddy_1'), cookie.slice(0, -2), `eddy_${port}=`, `x${cookie}`];
  for (const one of strange) equal((await say(port, '/', { headers: { cookie: one } })).status, 401, one);
  clock.advance(12 * 60 * 60 * 1000);
  equal((await say(port, '/', { headers: { cookie } })).status, 401);
});

test('a program shows the token; another one is no way in, whatever else it shows', async t => {
  const { door, port } = await open(t);
  const cookie = cookieOf((await say(port, door.newLink().replace(/^.*(?=\/enter)/, ''))).headers);
  const with_ = (authorization: string) => say(port, '/api/v1/openapi.json', { headers: { authorization, cookie } });
  equal((await with_(`Bearer ${token}`)).status, 200);
  for (const wrong of ['', 'Bearer ', `Basic ${token}`, `Bearer ${token}x`]) {
    const { status, text } = await with_(wrong);
    equal(status, 401, wrong);
    match(text, /not the token of this hub, which lies in its folder: in the file token/);
  }
});

test('what is asked is checked, and what is wrong with it told in JSON', async t => {
  const { ask, say: ours, hub } = await open(t);
  hub.answers.status = () => ({ text: '<script>alert(1)</script>' });
  const good = await ask('status', {});
  deepEqual([good.status, good.headers['content-type']], [200, 'application/json; charset=utf-8']);
  deepEqual(JSON.parse(good.text), { result: { text: '<script>alert(1)</script>' } });
  const bodies = { explain: [{}, { file: 'a' }, { file: 1, line: 1 }], unset: [[], null, 'x', 1, { what: {} }] };
  for (const [name, asks] of Object.entries(bodies))
    for (const one of asks) equal((await ask(name, one)).status, 400, `${name} ${JSON.stringify(one)}`);
  const deep = `${'[1,'.repeat(600)}1${']'.repeat(600)}`;
  for (const body of ['{', '{}{}', deep, '\u0000'])
    equal((await ours('/api/v1/ask/status', { method: 'POST', headers: json, body })).status, 400);
  for (const name of ['hello', 'follow', 'openRun', 'endRun', '<b>', 'constructor', '__proto__', '', 'status/more'])
    equal((await ask(name, {})).status, 404, name);
  // The line to the hub never heard any of it.
  deepEqual(hub.asked, [{ name: 'status', ask: {} }]);
  hub.answers.variables = () => {
    throw fail('unknown-id', 'No hold <i>h1</i> is there.');
  };
  const failed = await ask('variables', { hold: 'h1' });
  deepEqual([failed.status, failed.headers['content-type']], [404, 'application/json; charset=utf-8']);
  equal(JSON.parse(failed.text).error.message, 'No hold <i>h1</i> is there.');
});

test('who accepts answers of either kind is refused with 200; who takes anything, with a status', async t => {
  const { say: ours, hub } = await open(t);
  hub.answers.status = () => ({ fine: true });
  hub.answers.evaluate = () => {
    throw fail('bad-expression', 'Unexpected token.');
  };
  const asked = (name: string, accept: string, body: string) =>
    ours(`/api/v1/ask/${name}`, { method: 'POST', headers: { ...json, accept }, body });
  const words = JSON.stringify({ hold: 'h1', expression: '1 +' });
  const type = 'application/vnd.eddy.answer+json';
  for (const accept of [type, `text/html, ${type.toUpperCase()};q=0.5`]) {
    const refused = await asked('evaluate', accept, words);
    deepEqual([refused.status, refused.headers['content-type']], [200, type], accept);
    deepEqual(JSON.parse(refused.text).error.code, 'bad-expression');
    deepEqual(JSON.parse((await asked('evaluate', accept, '{}')).text).error.code, 'bad-message');
    deepEqual(JSON.parse((await asked('status', accept, '{}')).text), { result: { fine: true } });
    const source = await ours('/api/v1/source?file=nowhere.ts', { headers: { accept } });
    deepEqual([source.status, source.headers['content-type']], [200, type]);
    ok('error' in JSON.parse(source.text));
  }
  for (const accept of ['*/*', 'application/json', `x${type}`])
    equal((await asked('evaluate', accept, words)).status, 422, accept);
  // What was never an ask keeps its status.
  const long = await asked('status', type, 'x'.repeat(1024 * 1024 + 1));
  equal(long.status, 413);
  equal((await asked('nothing', type, '{}')).status, 404);
  equal((await ours('/api/v1/nothing', { headers: { accept: type } })).status, 404);
});

test('a body that is too long, too slow or of another kind', async t => {
  const { port, say: ours, clock } = await open(t);
  const headers = { authorization: `Bearer ${token}`, ...json };
  const long = await ours('/api/v1/ask/status', { method: 'POST', headers: json, body: 'x'.repeat(1024 * 1024 + 1) });
  equal(long.status, 413);
  const other = await ours('/api/v1/ask/status', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{}',
  });
  equal(other.status, 415);
  const head = Object.entries({ host: `127.0.0.1:${port}`, ...headers, 'content-length': '9' });
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const slow = dial(t, port, `POST /api/v1/ask/status HTTP/1.1\r\n${lines}\r\n{`);
  const heard = text(slow);
  await clockRuns(clock, heard);
  match(await heard, /^HTTP\/1\.1 408 /);
});

/** Until it is so, time passes. */
async function clockRuns(clock: { advanceAsync(ms: number): Promise<void> }, event: Promise<unknown>): Promise<void> {
  let isOver = false;
  void event.then(() => {
    isOver = true;
  });
  while (!isOver) await clock.advanceAsync(1000);
}

test('ways of asking that there are not', async t => {
  const { say: ours } = await open(t);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
    const { status, headers } = await ours('/', { method, headers: json });
    deepEqual([status, headers.allow], [405, 'GET, HEAD'], method);
  }
  for (const path of ['/api/v1/ask/status', '/api/v1/link']) {
    const { status, headers } = await ours(path);
    deepEqual([status, headers.allow], [405, 'POST'], path);
  }
  equal((await ours('/enter?code=x', { method: 'HEAD' })).status, 404);
});

test('who asks too much is told to wait; the others are not kept', async t => {
  const { door, port, say: ours, clock } = await open(t);
  const cookie = cookieOf((await say(port, door.newLink().replace(/^.*(?=\/enter)/, ''))).headers);
  const statuses = new Set<number>();
  for (let count = 0; count < 200; count++) statuses.add((await ours('/api/v1/openapi.json')).status);
  deepEqual([...statuses], [200]);
  const { status, headers, text: why } = await ours('/api/v1/openapi.json');
  deepEqual([status, headers['retry-after'], JSON.parse(why).error.code], [429, '1', 'too-many']);
  equal((await say(port, '/api/v1/openapi.json', { headers: { cookie } })).status, 200);
  clock.advance(1000);
  equal((await ours('/api/v1/openapi.json')).status, 200);
});

test('who says nothing goes, and who says half a head; who follows stays', async t => {
  const { port, clock, hub } = await open(t);
  const start = `GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n`;
  const following = dial(t, port, `${start}\r\n`);
  await once(following, 'data');
  const silent = dial(t, port, '');
  const half = dial(t, port, start);
  const rested = dial(t, port, `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
  await once(rested, 'data');
  // A byte now and then begins nothing anew.
  half.write('x: ');
  const gone = Promise.all([silent, half, rested].map(one => once(one, 'close')));
  silent.resume();
  half.resume();
  rested.resume();
  await clockRuns(clock, gone);
  equal(following.destroyed, false);
  hub.tell({ seq: 1, at: 1, kind: 'log', target: 't', data: {} });
  const heard = once(following, 'data');
  await clock.advanceAsync(50);
  await heard;
});

test('who does not read its answer goes', async t => {
  const { port, clock, hub } = await open(t);
  hub.answers.dump = () => ({ text: 'x'.repeat(16 * 1024 * 1024) });
  const lines = [`host: 127.0.0.1:${port}`, `authorization: Bearer ${token}`, 'content-type: application/json'];
  const page = dial(t, port, `POST /api/v1/ask/dump HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: 2\r\n\r\n{}`);
  await once(page, 'readable');
  clock.advance(60_000);
  page.resume();
  await once(page, 'close');
  ok(page.bytesRead < 16 * 1024 * 1024);
});

test('so many pages follow, and no more', async t => {
  const { port } = await open(t);
  const head = `GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n\r\n`;
  const first = async () => {
    const socket = dial(t, port, head);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    return { socket, status: /^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1] };
  };
  const pages = await Promise.all(Array.from({ length: 32 }, first));
  deepEqual(new Set(pages.map(({ status }) => status)), new Set(['200']));
  equal((await first()).status, '503');
  pages[0]!.socket.destroy();
  for (let status: string | undefined = '503'; status !== '200'; ) ({ status } = await first());
});

test('a page that does not read is told the whole when it does, and what it lost', async t => {
  const { port, hub, clock } = await open(t);
  const head = `GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n\r\n`;
  const page = dial(t, port, head).setEncoding('latin1');
  await once(page, 'data');
  page.pause();
  const long = 'x'.repeat(256 * 1024);
  const count = 100;
  for (let seq = 1; seq <= count; seq++) {
    hub.tell({ seq, at: 1, kind: 'log', target: 't', data: { long } });
    await clock.advanceAsync(50);
  }
  let heard = '';
  page.on('data', (chunk: string) => {
    heard += chunk;
  });
  const lost = () => /"say":"state".*?"lost":([1-9]\d*)/s.exec(heard)?.[1];
  page.resume();
  while (lost() === undefined) await once(page, 'data');
  equal(Number(lost()), count - (heard.split('"seq":').length - 1));
  hub.tell({ seq: count + 1, at: 1, kind: 'log', target: 't', data: {} });
  await clock.advanceAsync(50);
  while (!heard.includes(`"seq":${count + 1}`)) await once(page, 'data');
});

test('the last news has what no page can ask for any more: the report, and the sources of its findings', async t => {
  const { door, port, hub } = await open(t, { isOneRun: true });
  const folder = mkdtempSync(join(tmpdir(), 'eddy-last-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'shop.mjs');
  writeFileSync(file, 'await buy();\n');
  const sites = { entered: { file, line: 1 }, exited: { file: join(folder, 'gone.mjs'), line: 1 } };
  const report = { version: 1, ended: 7, findings: [{ kind: 'scope-crossed', sites }] };
  hub.answers.report = () => ({ report });
  hub.answers.status = () => ({ runs: [{ id: 'r1', cwd: folder }], targets: [] });
  hub.answers.history = () => ({ runs: [] });
  const head = `GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n\r\n`;
  const page = dial(t, port, head);
  await once(page, 'data');
  const heard = text(page);
  await door.close();
  const over = /data: (\{"say":"over".*\})/.exec(await heard)?.[1] ?? '{}';
  const { last } = JSON.parse(over);
  deepEqual(last.report, report);
  deepEqual(last.sources, [{ asked: file, file: realpathSync(file), text: 'await buy();\n', language: 'javascript' }]);
});

for (const isOneRun of [true, false])
  test(`a door that closes tells the last news${isOneRun ? ', and that it was the last' : ''}`, async t => {
    const { door, port, hub } = await open(t, isOneRun ? { isOneRun } : {});
    const head = `GET /api/v1/live HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n\r\n`;
    const page = dial(t, port, head);
    await once(page, 'data');
    hub.tell({ seq: 9, at: 1, kind: 'log', target: 't', data: {} });
    const heard = text(page);
    await door.close();
    match(await heard, /"seq":9/);
    equal((await heard).includes('{"say":"over"}'), isOneRun);
  });
