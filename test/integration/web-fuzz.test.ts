/** Whatever bytes come in at the dashboard's door, it stands, and gives nobody who is not known anything but a refusal. */
import { deepEqual, equal } from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { freshSeed } from '../launch/index.ts';
import { Choices } from '../soak/gates-fuzz/choices.ts';
import { Stage, say, Visitor } from './web-stage.ts';

const rounds = 300;
const methods = ['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'PRI', '', 'POST POST', '\u0000'];
const paths = [
  '/',
  '/enter?code=x',
  '/api/v1/live',
  '/api/v1/ask/status',
  '/api/v1/source?file=/etc/passwd',
  '/../..',
  '*',
  '%',
];
const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/1.1\r\n ', ''];
const heads = [
  'connection: close',
  'connection: upgrade\r\nupgrade: websocket',
  'content-length: 2',
  'content-length: -1',
  'content-length: 99999999999999999999',
  'transfer-encoding: chunked',
  'transfer-encoding: gzip, chunked',
  'content-type: application/json',
  'expect: 100-continue',
  'expect: more',
  'authorization: Bearer',
  'cookie: eddy_=;;;=',
  'origin: null',
  'range: bytes=0-1',
  'x-http-method-override: GET',
  `x: ${'y'.repeat(9000)}`,
  'no colon',
  ': no name',
  'a\u0000b: c',
];
const bodies = [
  '',
  '{}',
  '{',
  '0\r\n\r\n',
  'ffffffffffffffff\r\n',
  '2\r\n{}\r\n0\r\n\r\n',
  '\u0000'.repeat(50),
  'GET / HTTP/1.1\r\n\r\n',
];

function bytesOf(choices: Choices, host: string): string {
  const lines = [`${choices.pick(methods)} ${choices.pick(paths)} ${choices.pick(versions)}`];
  if (choices.below(5) > 0) lines.push(`host: ${host}`);
  for (let more = choices.below(4); more > 0; more--) lines.push(choices.pick(heads));
  const text = `${lines.join('\r\n')}\r\n\r\n${choices.pick(bodies)}`;
  if (choices.below(4) > 0) return text;
  const at = choices.below(text.length);
  return text.slice(0, at) + String.fromCharCode(choices.below(256)) + text.slice(at + choices.below(9));
}

/** The statuses of all answers to all of them. */
async function statusesOf(port: number, inputs: readonly string[]): Promise<string[]> {
  const sockets = inputs.map(bytes => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      heard += chunk;
    });
    socket.on('error', () => {});
    socket.write(bytes, 'latin1');
    const closed = new Promise<string>(resolve => socket.on('close', () => resolve(heard)));
    return { socket, closed };
  });
  // By then they have been read; of many the rest will never come.
  await say(port, '/');
  for (const { socket } of sockets) socket.end();
  const texts = await Promise.all(sockets.map(({ closed }) => closed));
  return texts.flatMap(text => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status!));
}

test('bytes of any kind', async t => {
  const stage = new Stage(t);
  const { link } = await stage.serve('--dashboard', '0', '--store', 'memory');
  const visitor = await Visitor.enter(t, link);
  const { port } = visitor;
  const seed = freshSeed();
  const choices = new Choices(seed);
  const seen = new Set<string>();
  for (let round = 0; round < rounds; round += 20) {
    const inputs = Array.from({ length: 20 }, () => bytesOf(choices, `127.0.0.1:${port}`));
    for (const status of await statusesOf(port, inputs)) seen.add(status);
  }
  const refusals = new Set(['100', '400', '401', '403', '404', '405', '413', '415', '417', '421', '431', '505']);
  deepEqual(
    [...seen].filter(status => !refusals.has(status)),
    [],
    `seed ${seed}`,
  );
  equal(seen.has('401'), true);
  equal((await visitor.ask('status', {})).connections.controllers, 1);
  equal((await say(port, '/')).status, 401);
});
