// Programs in what plays a container: namespaces of their own, a root that can only be read, a user without a name.
import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { dialHub } from '../../src/doors/client/index.ts';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { startBare } from '../launch/bare-program.ts';
import {
  type Container,
  contained,
  eddyInside,
  executed,
  firstOf,
  inside,
  targetInside,
  withoutContainers,
} from '../launch/container.ts';
import { eddy, folder, lineOf, root, run, until, withoutDebugpy } from '../launch/index.ts';
import { triedRows } from '../launch/tried.ts';

const { row, checked } = triedRows('docs/containers.md', 'Programs under Eddy in a container', withoutContainers());
const here = (name: string) => join(root, 'test/targets/containers', name);
const snap = (name: string) => ['--snap', `${name}:${lineOf(here(name), 'pack')}`];
const snapped = /eddy: snap p1 at .*\(pack\).*total=42/;

const runIn = (t: TestContext, words: readonly string[], container: Container = {}) =>
  run(...contained(t, words, container));
const shell = (t: TestContext, script: string, container: Container = {}) =>
  runIn(t, ['/bin/sh', '-c', script], container);
const job = `${inside.node} ${inside.eddy} run`;

row(['non-root, read-only root, `/tmp` writable', '`eddy run`, a probe', 'works'], async t => {
  const ended = await runIn(t, eddyInside('run', ...snap('job.mjs'), targetInside('job.mjs')));
  deepEqual([ended.status, ended.stdout], [7, 'total 42, user 1000\n']);
  match(ended.stderr, snapped);
});

row(['the same', '`eddy run --report`, `--events` into `/tmp`', 'works; for their user only'], async t => {
  const files = '/tmp/report.json /tmp/events';
  const script = `${job} --quiet --report /tmp/report.json --events /tmp/events ${targetInside('job.mjs')}; stat -c %a ${files}`;
  const { stdout, stderr } = await shell(t, script);
  deepEqual([stdout, stderr], ['total 42, user 1000\n600\n600\n', '']);
});

row(['the same', '`eddy run --report` into what cannot be written', 'refused, before the program starts'], async t => {
  const ended = await runIn(t, eddyInside('run', '--report', '/report.json', targetInside('job.mjs')));
  deepEqual([ended.status, ended.stdout], [2, '']);
  match(ended.stderr, /--report \/report\.json cannot be written: its file system can only be read\. Name a file else/);
});

row(['the same, `TMPDIR` names what is not there', '`eddy run`, `eddy serve`', 'work, in `/tmp`'], async t => {
  const script = `export TMPDIR=/missing; ${job} --quiet ${targetInside('job.mjs')}; exec ${inside.node} ${inside.eddy} serve`;
  const { ready, said } = await startBare(t, ...contained(t, ['/bin/sh', '-c', `${script} --store memory --json`]));
  equal(ready, 'total 42, user 1000');
  await until(async () => (said().stdout.includes('"folder":"/tmp/eddy-hub-1000-main"') ? true : undefined));
});

row(['the same, no `HOME`', '`eddy serve`', 'works; without a history, and says so'], async t => {
  const words = ['env', '-u', 'HOME', ...eddyInside('serve', '--json')];
  const { ready } = await startBare(t, ...contained(t, words));
  match(JSON.parse(ready).ready.store.trouble, /can only be read \(EROFS.*'\/\.local'/);
});

row(['nothing can be written', '`eddy run`', 'refused, before the program starts: it needs a tmpfs'], async t => {
  const ended = await runIn(t, eddyInside('run', targetInside('job.mjs')), { temporary: 'none' });
  deepEqual([ended.status, ended.stdout], [2, '']);
  match(
    ended.stderr,
    /No folder for our socket could be made in \/tmp \(EROFS\)\. Set TMPDIR.*docker run --tmpfs \/tmp/,
  );
});

row(['nothing can be written', '`node --require eddy/register` alone', 'as without Eddy'], async t => {
  const words = [inside.node, '--require', `${inside.house}/dist/register.cjs`, targetInside('job.mjs')];
  const { status, stdout, stderr } = await runIn(t, words, { temporary: 'none' });
  deepEqual([status, stdout, stderr], [7, 'total 42, user 1000\n', '']);
});

row(
  ['nothing can be written, the host’s network', 'its hub elsewhere: `EDDY_HUB=tcp://…`', 'works, with a run’s token'],
  async t => {
    const place = folder(t);
    const hub = await startBare(t, 'env', [
      ...[`TMPDIR=${place}`, `XDG_STATE_HOME=${place}`, process.execPath, eddy],
      ...['serve', '--json', '--store', 'memory', '--listen', '0'],
    ]);
    const { ready, folder: own } = JSON.parse(hub.ready) as { ready: { listens: [string] }; folder: string };
    const [address] = ready.listens;
    const asker = await dialHub({ address, token: readFileSync(join(own, 'token'), 'utf8'), as: 'container test' });
    t.after(() => asker.close());
    const came = Promise.withResolvers<EddyEvent>();
    await asker.follow(['target-started'], { onEvent: event => came.resolve(event) });
    const { token } = await asker.ask('openRun', { words: ['stays.mjs'], cwd: '/' });
    const env = [
      `EDDY_HUB=${address}`,
      `EDDY_TOKEN=${token}`,
      `NODE_OPTIONS=--require ${inside.house}/dist/register.cjs`,
    ];
    const words = ['env', ...env, inside.node, targetInside('stays.mjs'), 'handles'];
    const program = await startBare(t, ...contained(t, words, { temporary: 'none', loopback: 'ours' }));
    // By TCP nothing can be left behind: a program that ends before it has dialled is not heard of.
    match(JSON.stringify((await came.promise).data), /stays\.mjs/);
    process.kill(firstOf(program.pid), 'SIGTERM');
    deepEqual([await over(program), program.said().stderr], [9, '']);
  },
);

row(['no loopback', '`eddy run`, a probe', 'works'], async t => {
  const ended = await runIn(t, eddyInside('run', ...snap('job.mjs'), targetInside('job.mjs')), { loopback: 'down' });
  deepEqual([ended.status, ended.stdout], [7, 'total 42, user 1000\n']);
  match(ended.stderr, snapped);
});

row(['no `/proc`', '`eddy run`, a probe', 'works'], async t => {
  const ended = await runIn(t, eddyInside('run', ...snap('job.mjs'), targetInside('job.mjs')), { proc: 'none' });
  deepEqual([ended.status, ended.stdout], [7, 'total 42, user 1000\n']);
  match(ended.stderr, snapped);
  doesNotMatch(ended.stderr, /Eddy itself failed|dropped/);
});

const python = (loopback: 'up' | 'down') => async (t: TestContext) => {
  const why = withoutDebugpy();
  if (why !== false) return t.skip(why);
  const ended = await runIn(t, eddyInside('run', ...snap('job.py'), targetInside('job.py')), { loopback });
  deepEqual([ended.status, ended.stdout], [7, 'total 42\n']);
  if (loopback === 'up') return match(ended.stderr, snapped);
  match(ended.stderr, /probe-refused p1: .*Network is unreachable: is the loopback of this network down\? ip link set/);
  doesNotMatch(ended.stderr, /Traceback/);
};
row(['non-root, read-only root', '`eddy run`, a probe in Python', 'works'], python('up'));
row(
  ['no loopback', '`eddy run`, a probe in Python', 'it runs; the probe is refused: debugpy needs the loopback'],
  python('down'),
);

row(['process 1', 'the end of its program', 'its status'], async t => {
  const ended = await runIn(t, eddyInside('run', targetInside('job.mjs')));
  equal(ended.status, 7);
  const killed = await runIn(t, eddyInside('run', '/bin/sh', '-c', 'kill -KILL $$'));
  equal(killed.status, 137);
});

/** Told to end, from outside, when it is ready. */
async function ended(t: TestContext, words: readonly string[]) {
  const program = await startBare(t, ...contained(t, words));
  process.kill(firstOf(program.pid), 'SIGTERM');
  return program;
}
const over = ({ child }: { child: { exitCode: number | null } }) =>
  until(async () => (child.exitCode === null ? undefined : child.exitCode), 20_000);

row(['process 1', 'SIGTERM, which the program handles', 'passed on; its status'], async t => {
  for (const words of [
    eddyInside('run', targetInside('stays.mjs'), 'handles'),
    [inside.node, targetInside('stays.mjs'), 'handles'],
  ])
    equal(await over(await ended(t, words)), 9);
});

row(['process 1', 'SIGTERM, which it does not handle', 'ends it, where plain `node` as process 1 stays'], async t => {
  equal(await over(await ended(t, eddyInside('run', targetInside('stays.mjs')))), 143);
  for (const flags of [[], ['--require', `${inside.house}/dist/register.cjs`]]) {
    const bare = await ended(t, [inside.node, ...flags, targetInside('stays.mjs')]);
    const before = bare.said().stdout.length;
    await until(async () => (bare.said().stdout.length > before + 20 ? true : undefined));
    equal(bare.child.exitCode, null);
  }
});

row(['process 1', 'SIGTERM to `eddy serve`', 'it ends, as elsewhere'], async t => {
  const words = (house: { node: string; eddy: string }) => [house.node, house.eddy, 'serve', '--store', 'memory'];
  const place = folder(t);
  const outside = await startBare(t, 'env', [`TMPDIR=${place}`, ...words({ node: process.execPath, eddy })]);
  process.kill(outside.pid, 'SIGTERM');
  deepEqual([await over(outside), await over(await ended(t, words(inside)))], [143, 143]);
});

row(['process 1', 'orphans', 'not reaped, as by plain `node`: use `--init`'], async t => {
  for (const words of [[inside.node], eddyInside('run')])
    equal((await runIn(t, [...words, targetInside('orphan.mjs')])).stdout, 'a zombie of process 1\n');
});

row(['inside, as its user', '`eddy ps`, `eddy dump` of a run there', 'work'], async t => {
  const program = await startBare(t, ...contained(t, eddyInside('run', targetInside('stays.mjs'))));
  const first = firstOf(program.pid);
  // It says that it is ready before its keeper has called.
  await until(async () => {
    const { stdout } = await run(...executed(first, eddyInside('ps')));
    return /stays\.mjs:\d+ \(order\)/.test(stdout) || undefined;
  });
  const dump = await run(...executed(first, eddyInside('dump', '-')));
  equal(JSON.parse(dump.stdout).targets.length, 1);
});

row(['inside, as root', '`eddy ps` of another user’s run', 'not seen; told whose there may be'], async t => {
  const program = await startBare(t, ...contained(t, eddyInside('run', targetInside('stays.mjs'))));
  const list = await run(...executed(firstOf(program.pid), eddyInside('ps'), 0));
  equal(list.status, 2);
  match(list.stderr, /No program of this user runs.*\(uid 1000\): run eddy as that user/);
});

checked();
