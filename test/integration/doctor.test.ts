// `eddy doctor` here, and where something is wrong.
import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DoctorRow } from '../../src/doors/cli/index.ts';
import { eddy, root, run, until } from '../launch/index.ts';

const targets = join(root, 'test/targets/doctor');
const node = process.execPath;

/** Short, so that sockets lie in it; what is left in it is seen. */
function ownTmp(t: TestContext): string {
  const folder = mkdtempSync('/tmp/ed-');
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function doctor(env: Record<string, string>) {
  const ended = await run(node, [eddy, 'doctor', '--json', '--within', '25s'], { env });
  const said = JSON.parse(ended.stdout) as { failed: number; rows: DoctorRow[] };
  const row = (id: string) => said.rows.find(one => one.id === id)!;
  return { ...ended, ...said, row };
}

test('all is tried, the session to its end, and nothing is left', async t => {
  const tmp = ownTmp(t);
  const { status, rows, failed, row, stderr } = await doctor({ TMPDIR: tmp });
  const session = rows.filter(({ id }) => id.startsWith('session-'));
  deepEqual(
    session.map(({ id, state }) => [id, state]),
    'start bind hit others read evaluate resume canary snap close end left'
      .split(' ')
      .map(id => [`session-${id}`, 'ok']),
    JSON.stringify(session, null, 1),
  );
  deepEqual([status, failed, stderr], [0, 0, '']);
  deepEqual(
    rows.filter(({ state }) => state === 'fail'),
    [],
  );
  equal(row('session-read').saw, 'total is 42');
  ok(row('socket-folder').saw.includes(tmp));
  for (const { state, toDo } of rows) equal(toDo !== undefined, state === 'warn' || state === 'fail');
  deepEqual(readdirSync(tmp), []);
});

test('as a table, without colours where there is no terminal', async t => {
  const { stdout, status } = await run(node, [eddy, 'doctor', '--within', '25s'], { env: { TMPDIR: ownTmp(t) } });
  equal(status, 0);
  match(stdout, /^ok {4}hit it by a header {4}h1 at line 7 in charge$/m);
  match(stdout, /^Eddy works here: \d+ ok/m);
  ok(!stdout.includes('\u001b'));
});

test('no folder for temporary files: it fails and says what to do', async () => {
  const { status, failed, row } = await doctor({ TMPDIR: '/no/such/folder' });
  deepEqual([status, row('temporary-files').state, row('socket-folder').state], [1, 'fail', 'warn']);
  match(row('temporary-files').toDo!, /Set TMPDIR/);
  ok(failed >= 1);
});

test('a folder that is too long for a socket is said, and the session goes on without it', async t => {
  const tmp = join(ownTmp(t), 'x'.repeat(90));
  mkdirSync(tmp);
  const { status, row } = await doctor({ TMPDIR: tmp });
  deepEqual([status, row('socket-folder').state, row('session-end').state], [0, 'warn', 'ok']);
  deepEqual(readdirSync(tmp), []);
});

test('nothing on PATH is a warning: Eddy needs none of it', async t => {
  const { status, row } = await doctor({ TMPDIR: ownTmp(t), PATH: '/no/such/folder' });
  const states = ['node-on-path', 'python', 'debugpy'].map(id => row(id).state);
  deepEqual([status, states], [0, ['warn', 'warn', 'skipped']]);
});

test('a program that does not come up: the step that failed, and the others not tried', async t => {
  const tmp = ownTmp(t);
  const { status, row } = await doctor({ TMPDIR: tmp, NODE_OPTIONS: `--require ${join(targets, 'exits.cjs')}` });
  deepEqual([status, row('session-start').state, row('session-start').saw], [1, 'fail', 'It ended with 3.']);
  deepEqual([row('session-bind').state, row('session-left').state], ['skipped', 'ok']);
  match(row('preloads').saw, /exits\.cjs/);
  deepEqual(readdirSync(tmp), []);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} in the middle: it ends by it, and nothing is left`, async t => {
    const tmp = ownTmp(t);
    const pidFile = join(ownTmp(t), 'pid');
    let stop = () => {};
    const ended = run(node, [eddy, 'doctor', '--within', '25s'], {
      env: { TMPDIR: tmp, NODE_OPTIONS: `--require ${join(targets, 'hangs.cjs')}`, HANGS_IN: pidFile },
      onChild: child => {
        stop = () => child.kill(signal);
      },
    });
    const pid = await until(async () => (existsSync(pidFile) && Number(readFileSync(pidFile, 'utf8'))) || undefined);
    stop();
    equal((await ended).signal, signal);
    throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    deepEqual(readdirSync(tmp), []);
  });
}

test('it takes no words', async () => {
  const { status, stderr } = await run(node, [eddy, 'doctor', 'me']);
  equal(status, 2);
  match(stderr, /what is "me" for\?/);
});
