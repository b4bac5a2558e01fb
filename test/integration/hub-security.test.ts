/** Who may speak to a hub that stays, and what it shows of its secrets: real processes, real sockets. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { openStaying } from '../../src/doors/client/index.ts';
import type { HubStatus } from '../../src/wire/protocol/index.ts';
import { eddy, folder, root, run } from '../launch/index.ts';
import { Part } from '../soak/faults/part.ts';

const till = join(root, 'test/targets/serve/till.mjs');
const tlsFiles = ['cert', 'key'].map(part => join(root, `test/targets/flows/loopback.${part}.pem`)) as [string, string];
const uid = process.getuid?.() ?? 0;

interface Place {
  readonly tmp: string;
  readonly state: string;
  readonly env: NodeJS.ProcessEnv;
}

function openPlace(t: TestContext): Place {
  const [tmp, state] = [folder(t), folder(t)];
  return { tmp, state, env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', TMPDIR: tmp, XDG_STATE_HOME: state } };
}

function startPart(t: TestContext, { env }: Place, words: readonly string[]): Part {
  const part = new Part([eddy, ...words], env);
  let isOver = false;
  void part.ended.then(() => {
    isOver = true;
  });
  t.after(() => isOver || part.kill('SIGKILL'));
  return part;
}

interface Served {
  readonly part: Part;
  readonly folder: string;
  readonly token: string;
  readonly port: number;
  /** Of a run that was asked for. */
  readonly runToken: string;
  readonly ways: Readonly<Record<string, () => Socket>>;
}

async function serve(t: TestContext, place: Place, name: string, ...words: string[]): Promise<Served> {
  const part = startPart(t, place, ['serve', '--name', name, '--store', 'memory', '--json', '--listen', '0', ...words]);
  const [text] = await part.waitForLine(/^\{"ready".*/);
  const { ready, folder: own } = JSON.parse(text) as { ready: HubStatus; folder: string };
  const port = Number(/:(\d+)$/.exec(ready.listens[0]!)?.[1]);
  const hub = await openStaying(name, 'security test', [place.tmp]);
  const { token: runToken } = await hub.ask('openRun', { words: ['a.js'], cwd: '/' });
  hub.close();
  const [ca] = tlsFiles;
  const ways = {
    'the targets’ socket': () => connect(join(own, 'hub')),
    'the controllers’ socket': () => connect(join(own, 'control')),
    'the port': words.includes('--tls-cert')
      ? () => connectTls({ port, host: '127.0.0.1', ca: readFileSync(ca), checkServerIdentity: () => undefined })
      : () => connect(port, '127.0.0.1'),
  };
  return { part, folder: own, token: readFileSync(join(own, 'token'), 'utf8'), port, runToken, ways };
}

/** What it is told until it is let go, or told this. */
async function said(dial: () => Socket, words: string, until?: RegExp): Promise<string> {
  const socket = dial();
  socket.on('error', () => {});
  let text = '';
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('data', chunk => {
    text += chunk;
    if (until?.test(text)) resolve();
  });
  socket.once('close', () => resolve());
  socket.write(words);
  await promise;
  socket.destroy();
  return text;
}

const asTarget = (token: unknown, id = 'intruder') => {
  const info = { id, pid: 1, started: 1, notes: [], kind: 'process', thread: 0, node: '26', argv: [], isolation: true };
  return [
    { say: 'hello', version: 1, token, pid: 1 },
    { say: 'target', target: info },
    { say: 'end', target: id, at: 2, info },
  ]
    .map(line => `${JSON.stringify(line)}\n`)
    .join('');
};
const asController = (token: unknown) =>
  [
    { id: 1, do: 'hello', ask: { version: 1, token, pid: 1, as: 'intruder' } },
    { id: 2, do: 'status', ask: {} },
  ]
    .map(line => `${JSON.stringify(line)}\n`)
    .join('');

/** Of the right length, and right but for one place, or not whole. */
function nearTokens(token: string): string[] {
  const other = (at: number) => `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
  const last = token.length - 1;
  return [other(0), other(last >> 1), other(last), token.slice(0, -1), `${token}A`, ` ${token}`, `${token}\0`];
}

const http = (token: string, runToken: string) => [
  'GET / HTTP/1.1\r\nHost: attacker.example\r\n\r\n',
  'GET /?token= HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://attacker.example\r\n\r\n',
  `POST / HTTP/1.1\r\nHost: attacker.example\r\nContent-Type: text/plain\r\n\r\n${asController(token)}`,
  `POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://attacker.example\r\n\r\n${asTarget(runToken)}`,
  'GET / HTTP/1.1\r\nHost: attacker.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  `{"id":1,"do":"hel / HTTP/1.1\r\n\r\n${asController(token)}`,
];

for (const transport of ['in the clear', 'with TLS'] as const) {
  test(`each listener hears who has its token and nobody else, ${transport}`, { timeout: 30_000 }, async t => {
    const place = openPlace(t);
    const tls = transport === 'with TLS' ? ['--tls-cert', tlsFiles[0], '--tls-key', tlsFiles[1]] : [];
    const [{ part, token, runToken, ways, port }, other] = await Promise.all([
      serve(t, place, `own-${process.pid}`, ...tls),
      serve(t, place, `other-${process.pid}`),
    ]);
    const run = runToken.slice(0, runToken.indexOf('.'));
    const notTargets = [undefined, '', null, 7, {}, [runToken], `${run}.`, run, other.runToken, other.token];
    const notControllers = [undefined, '', null, 7, {}, [token], runToken, other.token, other.runToken];
    for (const [name, dial] of Object.entries(ways)) {
      if (name !== 'the controllers’ socket') {
        // Who has the hub's own may open runs anyway.
        for (const right of [runToken, token])
          match(await said(dial, asTarget(right), /ack/), /^\{"say":"ack","upTo":"end"\}\n$/, name);
        for (const wrong of [
          ...notTargets,
          ...nearTokens(runToken),
          ...nearTokens(token),
          `${other.runToken.split('.')[0]}.${runToken.split('.')[1]}`,
        ])
          equal(await said(dial, asTarget(wrong)), '', `${name} heard a target with ${wrong}`);
      }
      if (name !== 'the targets’ socket') {
        match(await said(dial, asController(token), /"id":2/), /"id":2,"result"/, name);
        for (const wrong of [...notControllers, ...nearTokens(token)]) {
          const text = await said(dial, asController(wrong));
          match(text, /^\{"id":0,"error":\{"code":"refused","message":"The token[^\n]*\n$/, `${name}: ${wrong}`);
        }
      }
      for (const request of http(token, runToken)) {
        const text = await said(dial, request);
        if (name === 'the controllers’ socket') match(text, /^\{"id":0,"error":\{"code":"bad-message"[^\n]*\n$/);
        else if (request.startsWith('{"id"') && name === 'the port') match(text, /^\{"id":0,"error":[^\n]*\n$/);
        else equal(text, '', `${name} answered ${request.slice(0, 40)}`);
      }
    }
    if (transport === 'with TLS') {
      // Who does not speak TLS is nobody.
      equal((await said(() => connect(port, '127.0.0.1'), asController(token))).includes('result'), false);
    }
    match(await said(ways['the controllers’ socket']!, asController(token), /"id":2/), /"targets":0/);
    part.kill('SIGTERM');
    deepEqual(await part.ended, { status: 143, signal: null });
    equal(part.stderr, '');
  });
}

const refusals: [string, string[], RegExp][] = [
  ['off loopback', ['--listen', '0.0.0.0:0'], /can be reached from outside this machine.*--public/s],
  ['off loopback, without a certificate', ['--listen', '0.0.0.0:0', '--public'], /in the clear.*--tls-cert/s],
  ['on every address of IPv6', ['--listen', '[::]:0'], /can be reached from outside/],
  ['on a name of elsewhere', ['--listen', 'example.org:0'], /can be reached from outside/],
];
for (const [what, words, told] of refusals) {
  test(`no hub listens ${what}`, async t => {
    const place = openPlace(t);
    const { status, stdout, stderr } = await run(process.execPath, [eddy, 'serve', '--json', ...words], place);
    deepEqual([status, stdout], [2, '']);
    match(stderr, told);
    deepEqual([readdirSync(place.tmp), readdirSync(place.state)], [[], []]);
  });
}

test('what a hub lays down is its user’s alone', async t => {
  const place = openPlace(t);
  const { folder: own } = await serve(t, place, `modes-${process.pid}`);
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  equal(modeOf(own), '700');
  for (const file of readdirSync(own)) equal(`${file} ${modeOf(join(own, file))}`, `${file} 600`);
  deepEqual(readdirSync(own).sort(), ['control', 'hub', 'run.json', 'token']);
});

const folders: [string, (path: string, other: string) => void, RegExp][] = [
  ['that others may enter', path => mkdirSync(path) ?? chmodSync(path, 0o755), /others may enter it/],
  ['that others may write to', path => mkdirSync(path) ?? chmodSync(path, 0o702), /others may enter it/],
  ['that is a link', (path, other) => symlinkSync(other, path), /it is no folder/],
  ['that is a file', path => writeFileSync(path, ''), /EEXIST|it is no folder/],
  [
    'of somebody else',
    path => mkdirSync(path, { mode: 0o700 }) ?? chownSync(path, 65_534, 65_534),
    /belongs to somebody else/,
  ],
];
for (const [what, make, told] of folders) {
  const skip = what === 'of somebody else' && uid !== 0 && 'only root can give a folder to somebody else';
  test(`a folder ${what} is left as it is, and no hub opens in it`, { skip }, async t => {
    const place = openPlace(t);
    const path = join(place.tmp, `eddy-hub-${uid}-main`);
    make(path, folder(t));
    const before = lstatSync(path);
    const { status, stderr } = await run(process.execPath, [eddy, 'serve', '--json', '--store', 'memory'], place);
    equal(status, 2);
    match(stderr, told);
    const { mode, uid: owner } = lstatSync(path);
    deepEqual([mode, owner], [before.mode, before.uid]);
    if (before.isDirectory()) deepEqual(readdirSync(path), []);
  });
}

test('a token that others could read, or that is a link, is replaced', async t => {
  const place = openPlace(t);
  const name = `old-${process.pid}`;
  const own = join(place.tmp, `eddy-hub-${uid}-${name}`);
  mkdirSync(own, { mode: 0o700 });
  const target = join(folder(t), 'target');
  writeFileSync(target, 'x'.repeat(43), { mode: 0o600 });
  symlinkSync(target, join(own, 'token'));
  const { token, part } = await serve(t, place, name);
  match(token, /^[\w-]{43}$/);
  equal(readFileSync(target, 'utf8'), 'x'.repeat(43));
  part.kill('SIGTERM');
  await part.ended;
  chmodSync(join(own, 'token'), 0o644);
  const { token: next } = await serve(t, place, name);
  equal(next === token, false);
  equal(statSync(join(own, 'token')).mode & 0o777, 0o600);
});

test('what every object has is no request', async t => {
  const { ways, token } = await serve(t, openPlace(t), `words-${process.pid}`);
  const hello = asController(token).split('\n')[0];
  for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    const words = `${hello}\n${JSON.stringify({ id: 2, do: word, ask: {} })}\n`;
    const text = await said(ways['the controllers’ socket']!, words, /"id":2.*\n/);
    match(text, /"id":2,"error":\{"code":"bad-usage"/, word);
  }
});

test('no more connections on a port than may be', async t => {
  const { ways, token } = await serve(t, openPlace(t), `most-${process.pid}`, '--max-connections', '2');
  const dial = ways['the port']!;
  const silent = [dial(), dial()];
  t.after(() => silent.map(one => one.destroy()));
  await Promise.all(silent.map(one => new Promise(resolve => one.once('connect', resolve))));
  equal(await said(dial, asController(token), /"id":2/), '');
  silent[0]!.destroy();
  for (let text = ''; !text.includes('"id":2,"result"'); ) text = await said(dial, asController(token), /"id":2/);
  // Its own sockets are another matter.
  match(await said(ways['the controllers’ socket']!, asController(token), /"id":2/), /"id":2,"result"/);
});

const notLinux = process.platform !== 'linux' && 'words of other processes are read from /proc';
test('tokens are in no process’s words, nothing that is said, and nothing that is kept', {
  skip: notLinux,
}, async t => {
  const place = openPlace(t);
  const out = folder(t);
  const name = `quiet-${process.pid}`;
  const hub = startPart(t, place, ['serve', '--name', name, '--json']);
  const [ready] = await hub.waitForLine(/^\{"ready".*/);
  const { folder: own } = JSON.parse(ready) as { folder: string };
  const program = startPart(t, place, [
    ...['run', '--hub', name, '--report', join(out, 'report.json'), '--events', join(out, 'events.ndjson')],
    ...['--snap', 'till.mjs:13', till],
  ]);
  const [, port, pid] = await program.waitForLine(/^port (\d+) pid (\d+)/);
  await (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).text();
  const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
  const runToken = /EDDY_TOKEN=([^\0]+)/.exec(environment)?.[1] ?? '';
  const token = readFileSync(join(own, 'token'), 'utf8');
  ok(runToken.length > 40 && !environment.includes(token), 'a target has a token of its run alone');
  const words = readdirSync('/proc')
    .filter(one => /^\d+$/.test(one))
    .map(one => tryRead(`/proc/${one}/cmdline`));
  ok(words.some(one => one.includes('till.mjs')));
  const asked = await run(process.execPath, [eddy, 'status', '--hub', name, '--json'], place);
  process.kill(Number(pid), 'SIGTERM');
  await program.ended;
  hub.kill('SIGTERM');
  await hub.ended;
  const kept = [out, place.state].flatMap(base =>
    readdirSync(base, { recursive: true }).map(one => tryRead(join(base, String(one)))),
  );
  ok(kept.some(one => one.includes('target-started')));
  const all = [
    ...words,
    ...kept,
    asked.stdout,
    asked.stderr,
    program.stderr,
    hub.stderr,
    ...program.lines,
    ...hub.lines,
  ];
  const secretPart = runToken.slice(runToken.indexOf('.') + 1);
  deepEqual(
    all.filter(one => one.includes(token) || one.includes(secretPart)),
    [],
  );
});

/** Empty where it is gone, or a folder. */
function tryRead(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
