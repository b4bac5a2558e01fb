import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { TargetLine } from '../../wire/protocol/index.ts';
import { openPrivateFolder } from './private-folder.ts';
import { TargetSocket } from './target-socket.ts';

const hello = { say: 'hello', version: 1, token: 'right', pid: 7 };
const target = {
  id: 'a',
  kind: 'process',
  pid: 7,
  thread: 0,
  node: '26',
  argv: [],
  started: 1,
  isolation: true,
  notes: [],
};

interface Heard {
  /** Of a line, before the next one is looked at. */
  onLine: (line: TargetLine) => void;
  readonly socket: TargetSocket;
  readonly clock: FakeClock;
  readonly lines: TargetLine[];
  /** Settles with the targets and the reason when a connection goes. */
  nextGone(): Promise<{ targets: string[]; count: string | undefined }>;
  dial(...lines: unknown[]): Promise<Socket>;
}

async function open(t: TestContext): Promise<Heard> {
  const folder = openPrivateFolder();
  const clock = new FakeClock();
  const lines: TargetLine[] = [];
  const gone: { targets: string[]; count: string | undefined }[] = [];
  let wake = () => {};
  const path = join(folder.path, 'hub');
  const socket = new TargetSocket({
    path,
    admit: token => ({ right: 'run', other: 'other run' })[token],
    mayName: (id, run) => id !== 'a' || run === 'run',
    clock,
    onLine: line => {
      lines.push(line);
      heard.onLine(line);
    },
    onGone: (targets, why) => {
      gone.push({ targets: [...targets], count: why?.count });
      wake();
    },
  });
  await socket.open();
  t.after(async () => {
    await socket.close();
    folder.remove();
    ok(!existsSync(folder.path));
  });
  const heard: Heard = {
    onLine() {},
    socket,
    clock,
    lines,
    async nextGone() {
      while (gone.length === 0)
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      return gone.shift()!;
    },
    async dial(...said) {
      const peer = connect(path);
      peer.on('error', () => {});
      await once(peer, 'connect');
      for (const line of said) peer.write(typeof line === 'string' ? line : `${JSON.stringify(line)}\n`);
      return peer;
    },
  };
  return heard;
}

test('what a target said before it went is heard, though it is gone when it is asked something', async t => {
  const heard = await open(t);
  const peer = await heard.dial(hello, { say: 'target', target });
  let asked: Promise<unknown> | undefined;
  heard.onLine = ({ say }) => {
    if (say !== 'target') return;
    peer.write(`${JSON.stringify({ say: 'end', target: 'a', at: 5, info: target })}\n`);
    peer.destroy();
    asked = heard.socket.order('a', 'plan', { plan: {} as never }).catch(error => error.code);
  };
  deepEqual((await heard.nextGone()).targets, ['a']);
  equal(await asked, 'closed');
  deepEqual(
    heard.lines.map(({ say }) => say),
    ['target', 'end'],
  );
});

test('the folder and the socket are this user’s alone', async t => {
  const folder = openPrivateFolder();
  t.after(() => folder.remove());
  equal(statSync(folder.path).mode & 0o777, 0o700);
});

test('lines are heard in order, an end is acknowledged, and a goodbye names the targets', async t => {
  const heard = await open(t);
  const peer = await heard.dial(hello, { say: 'target', target }, { say: 'end', target: 'a', at: 5, info: target });
  const [answer] = await once(peer, 'data');
  equal(String(answer), '{"say":"ack","upTo":"end"}\n');
  peer.end();
  deepEqual(await heard.nextGone(), { targets: ['a'], count: undefined });
  deepEqual(
    heard.lines.map(({ say }) => say),
    ['target', 'end'],
  );
});

const intruders: [string, unknown[], string][] = [
  ['a wrong token', [{ ...hello, token: 'wrong' }], 'connections refused'],
  ['no hello', [{ say: 'target', target }], 'connections refused'],
  ['another version', [{ ...hello, version: 99 }], 'connections refused'],
  ['a line that is no JSON', [hello, 'hallo\n'], 'connections with a bad line'],
  ['an unknown word', [hello, { say: 'please' }], 'connections with a bad line'],
  ['a target without an id', [hello, { say: 'target', target: {} }], 'connections with a bad line'],
  [
    'a finding without sites',
    [hello, { say: 'finding', target: 'a', key: 'k', finding: { kind: 'task-slow' } }],
    'connections with a bad line',
  ],
  [
    'a state whose sections have no items',
    [hello, { say: 'state', target: 'a', at: 1, state: { sections: { flows: {} }, findings: [], dropped: {} } }],
    'connections with a bad line',
  ],
];
for (const [what, said, count] of intruders) {
  test(`${what} ends that connection and no other`, async t => {
    const heard = await open(t);
    const good = await heard.dial(hello);
    await heard.dial(...said);
    equal((await heard.nextGone()).count, count);
    good.write(`${JSON.stringify({ say: 'target', target: { ...target, id: 'good' } })}\n`);
    good.end();
    deepEqual(await heard.nextGone(), { targets: ['good'], count: undefined });
  });
}

for (const { say, ...said } of [
  { say: 'target', target },
  { say: 'event', event: { seq: 1, at: 1, kind: 'held', target: 'a', data: {} } },
  { say: 'end', target: 'a', at: 1, info: target },
]) {
  test(`nobody speaks for a target of another run, or of another process: ${say}`, async t => {
    const heard = await open(t);
    const good = await heard.dial(hello, { say: 'target', target });
    await until(() => heard.socket.has('a'));
    await heard.dial({ ...hello, token: 'other' }, { say, ...said });
    deepEqual(await heard.nextGone(), { targets: [], count: 'connections refused' });
    await heard.dial({ ...hello, pid: 8 }, { say, ...said });
    deepEqual(await heard.nextGone(), { targets: [], count: 'connections refused' });
    deepEqual([heard.lines.length, heard.socket.has('a')], [1, true]);
    // The same process, over a new connection.
    const again = await heard.dial(hello, { say, ...said });
    await until(() => heard.lines.length === 2);
    for (const peer of [good, again]) peer.destroy();
  });
}

test('a line above 16 MiB ends the connection', async t => {
  const heard = await open(t);
  const peer = await heard.dial(hello);
  peer.write(`"${'x'.repeat(17 * 1024 * 1024)}"\n`);
  equal((await heard.nextGone()).count, 'connections with a bad line');
});

test('who says nothing is let go after a while', async t => {
  const heard = await open(t);
  const peer = await heard.dial();
  await until(() => heard.socket.connectionCount === 1);
  heard.clock.advance(5000);
  match((await heard.nextGone()).count ?? '', /without hello/);
  peer.destroy();
});

test('a line that was cut off by the end of its process is counted', async t => {
  const heard = await open(t);
  const peer = await heard.dial(hello, { say: 'target', target }, '{"say":"sta');
  peer.end();
  deepEqual(await heard.nextGone(), { targets: ['a'], count: 'lines cut off' });
});

test('waiting for silence ends when the last has gone, or at its deadline', async t => {
  const heard = await open(t);
  const peer = await heard.dial(hello);
  const idle = heard.socket.waitForIdle(250);
  peer.end();
  equal(await idle, true);
  const stays = await heard.dial(hello);
  await until(() => heard.socket.connectionCount === 1 && heard.clock.pending === 0);
  const late = heard.socket.waitForIdle(250);
  await until(() => heard.clock.pending === 1);
  heard.clock.advance(250);
  equal(await late, false);
  stays.destroy();
});

/** The loop turns until it is so; the runner's deadline ends a test that waits in vain. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}
