import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fail } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { type ControlLine, LineCutter } from '../../wire/protocol/index.ts';
import { type ControlCall, ControlSocket } from './control-socket.ts';
import { openPrivateFolder } from './private-folder.ts';

const observed = { at: 1_700_000_000_000, cursor: 3, droppedEvents: 0 };
const hello = { id: 1, do: 'hello', ask: { version: 1, token: 'right', pid: 7, as: 'test' } };

class Peer {
  readonly socket: Socket;
  readonly lines: ControlLine[] = [];
  #wake = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    const cutter = new LineCutter(1e6);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const text of cutter.push(chunk)) this.lines.push(JSON.parse(text) as ControlLine);
      this.#wake();
    });
  }

  say(line: unknown): void {
    this.socket.write(typeof line === 'string' ? line : `${JSON.stringify(line)}\n`);
  }

  async next(): Promise<ControlLine> {
    while (this.lines.length === 0)
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    return this.lines.shift()!;
  }
}

async function open(t: TestContext, onCall: (call: ControlCall) => Promise<unknown> = async () => ({})) {
  const folder = openPrivateFolder();
  const path = join(folder.path, 'control');
  const clock = new FakeClock();
  const server = new ControlSocket({ path, token: 'right', clock, cursor: () => 3, onCall });
  await server.open();
  t.after(async () => {
    await server.close();
    folder.remove();
  });
  return {
    path,
    clock,
    async dial(): Promise<Peer> {
      const socket = connect(path);
      t.after(() => socket.destroy());
      await once(socket, 'connect');
      return new Peer(socket);
    },
  };
}

test('only this user can reach it', async t => {
  const { path } = await open(t);
  equal(statSync(path).mode & 0o777, 0o600);
});

test('requests run beside each other; each answer has its id, errors their code', async t => {
  const { promise: slow, resolve } = Promise.withResolvers<unknown>();
  const { dial } = await open(t, async ({ request, caller }) => {
    if (request.do === 'hello') return { caller };
    if (request.do === 'sessions') return slow;
    throw fail('unknown-id', 'Not there.', { data: { what: 'p1' } });
  });
  const peer = await dial();
  peer.say(hello);
  const uid = process.getuid?.();
  deepEqual(await peer.next(), { id: 1, result: { caller: { pid: 7, uid, as: 'test' } }, observed });
  peer.say({ id: 2, do: 'sessions', ask: {} });
  peer.say({ id: 3, do: 'unset', ask: { what: 'p1' } });
  deepEqual(await peer.next(), { id: 3, error: { code: 'unknown-id', message: 'Not there.', data: { what: 'p1' } } });
  resolve({ sessions: [] });
  deepEqual(await peer.next(), { id: 2, result: { sessions: [] }, observed });
});

const intruders: [string, unknown, RegExp][] = [
  ['a wrong token', { ...hello, ask: { ...hello.ask, token: 'wrong' } }, /token/],
  ['no token', { ...hello, ask: {} }, /token/],
  ['another version', { ...hello, ask: { ...hello.ask, version: 9 } }, /speaks version 1.*not 9/],
  ['no hello', { id: 1, do: 'off', ask: {} }, /says hello first/],
  ['no JSON', 'off\n', /not JSON/],
  ['no object', '[1]\n', /no JSON object/],
  ['no request', { id: 1 }, /nothing that is known/],
  [
    'a request without its particulars',
    { id: 1, do: 'evaluate', ask: { hold: 'h1' } },
    /"evaluate" lacks what it must have/,
  ],
  [
    'a probe without a place',
    { id: 1, do: 'probe', ask: { match: [], limits: {}, probes: [{ kind: 'snap' }] } },
    /"probe" lacks/,
  ],
  ['a matcher of nothing', { id: 1, do: 'probe', ask: { match: [{}], limits: {}, probes: [] } }, /"probe" lacks/],
];
for (const [what, line, told] of intruders) {
  test(`${what} is told and let go, and nothing is done`, async t => {
    let calls = 0;
    const { dial } = await open(t, async () => calls++);
    const peer = await dial();
    const closed = once(peer.socket, 'close');
    peer.say(line);
    const said = (await peer.next()) as { error: { message: string } };
    match(said.error.message, told);
    await closed;
    equal(calls, 0);
  });
}

test('who never says hello is let go', async t => {
  const { dial, clock } = await open(t);
  const peer = await dial();
  const closed = once(peer.socket, 'close');
  while (clock.pending === 0) await new Promise(resolve => setImmediate(resolve));
  clock.advance(5000);
  await closed;
});

test('an answer that is too long for a line is refused, and the connection stays', async t => {
  const { dial } = await open(t, async ({ request }) =>
    request.do === 'sessions' ? { text: 'x'.repeat(17 * 1024 * 1024) } : {},
  );
  const peer = await dial();
  peer.say(hello);
  await peer.next();
  peer.say({ id: 2, do: 'sessions', ask: {} });
  const line = (await peer.next()) as { id: number; error: { code: string; message: string } };
  deepEqual([line.id, line.error.code], [2, 'refused']);
  match(line.error.message, /"sessions" is 18 MiB, more than 16 MiB/);
  peer.say({ id: 3, do: 'holds', ask: {} });
  deepEqual(await peer.next(), { id: 3, result: {}, observed });
});

test('events come as lines of their own, and who follows is known to be gone', async t => {
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  const { dial } = await open(t, async ({ request, tell, gone }) => {
    if (request.do !== 'follow') return {};
    gone.addEventListener('abort', () => resolve());
    tell({ seq: 1, at: 1, kind: 'snap', target: 'a', data: {} });
    return {};
  });
  const peer = await dial();
  peer.say(hello);
  await peer.next();
  peer.say({ id: 2, do: 'follow', ask: {} });
  deepEqual(await peer.next(), { event: { seq: 1, at: 1, kind: 'snap', target: 'a', data: {} } });
  peer.socket.destroy();
  await gone;
});

test('a follower that does not read loses events, and is told how many', async t => {
  const big = { seq: 1, at: 1, kind: 'snap' as const, target: 'a', data: { x: 'x'.repeat(500_000) } };
  let tellMore = (_count: number) => {};
  const { dial } = await open(t, async ({ request, tell }) => {
    if (request.do === 'follow') {
      tellMore = count => {
        for (let at = 0; at < count; at++) tell(big);
      };
    }
    return {};
  });
  const peer = await dial();
  peer.say(hello);
  await peer.next();
  peer.say({ id: 2, do: 'follow', ask: {} });
  await peer.next();
  peer.socket.pause();
  tellMore(60);
  peer.socket.resume();
  let events = 0;
  while (peer.lines.length > 0 || events < 10) if ('event' in (await peer.next())) events++;
  // Room again: the next event tells what was lost before it.
  let lost = 0;
  while (lost === 0) {
    tellMore(1);
    const line = await peer.next();
    if ('droppedEvents' in line) lost = line.droppedEvents;
    else events++;
  }
  equal(lost > 0 && lost < 60, true);
});

test('who wants the whole state has it first, and again instead of what was lost', async t => {
  const big = { seq: 1, at: 1, kind: 'snap' as const, target: 'a', data: { x: 'x'.repeat(500_000) } };
  let tellMore = (_count: number) => {};
  let states = 0;
  const { dial } = await open(t, async ({ request, tell, tellAll }) => {
    if (request.do !== 'follow') return {};
    tellAll(() => ({ at: ++states, runs: [], targets: [], sessions: [], findings: [] }));
    tellMore = count => {
      for (let at = 0; at < count; at++) tell(big);
    };
    return {};
  });
  const peer = await dial();
  peer.say(hello);
  await peer.next();
  peer.say({ id: 2, do: 'follow', ask: { full: true } });
  const first = await peer.next();
  ok('state' in first && first.state.at === 1 && first.droppedEvents === 0);
  await peer.next();
  peer.socket.pause();
  tellMore(60);
  peer.socket.resume();
  let events = 0;
  for (;;) {
    const line = await peer.next();
    if ('event' in line) events++;
    else {
      // All that was not told is in the state, and counted.
      ok('state' in line);
      deepEqual([line.state.at, line.droppedEvents + events], [2, 60]);
      break;
    }
  }
  ok(events > 0 && events < 60);
  tellMore(1);
  ok('event' in (await peer.next()));
});
