// Four processes behind one port, each with a thread and a child: one session spans all, and holds one flow in one of them.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import type { ControlAsk, Hold, Report, TargetInfo } from '../../src/wire/protocol/index.ts';
import { eddy, lineOf, nodeMajors, nodePath, root, until, withoutNode } from '../launch/index.ts';

const programs = join(root, 'test/targets/cluster-shop');

interface Said {
  readonly pid: number;
  readonly total?: number;
  readonly thread?: number;
}

interface Cluster {
  readonly hub: Hub;
  ask(path: string, user?: string): Promise<Said>;
  /** Ends it by its own word; what the run knew in the end. */
  end(): Promise<Report>;
}

async function open(t: TestContext, node: string): Promise<Cluster> {
  const folder = mkdtempSync('/tmp/eu-');
  const reportFile = join(folder, 'report.json');
  const words = [eddy, 'run', '--quiet', '--report', reportFile, join(programs, 'cluster.mjs')];
  const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: folder };
  const child = spawn(node, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(/port (\d+)/.exec(String(said))?.[1]);
  const hub = await openHub(String(child.pid), 'test', [folder]);
  t.after(() => hub.close());
  const ask = (path: string, user = 'eve') =>
    new Promise<Said>((resolve, reject) => {
      get({ port, path, agent: false, headers: { 'x-user': user } }, response => {
        let text = '';
        response.on('data', part => {
          text += part;
        });
        response.on('end', () => resolve(JSON.parse(text)));
      }).on('error', reject);
    });
  const end = async () => {
    child.kill('SIGTERM');
    deepEqual(await ended, [0, null]);
    return JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  };
  return { hub, ask, end };
}

const probe = (kind: 'hold' | 'snap', file: string, mark: string) => ({
  kind,
  place: { file, line: lineOf(join(programs, file), mark) },
});

const ann: ControlAsk<'probe'> = {
  session: 'ann',
  match: [{ by: 'header', name: 'x-user', value: 'ann' }],
  probes: [probe('hold', 'cluster.mjs', 'add')],
  limits: {},
};
const late: ControlAsk<'probe'> = {
  session: 'late',
  match: [],
  probes: [probe('snap', 'late-child.mjs', 'first'), probe('snap', 'late-thread.mjs', 'first')],
  limits: {},
};

for (const major of nodeMajors) {
  test(`a session over a cluster, its threads and its children: Node ${major}`, {
    skip: withoutNode(major),
  }, async t => {
    const { hub, ask, end } = await open(t, nodePath(major));
    // A process may be at work before it has said that it is there.
    const targets = await until(async () => {
      const all = (await hub.ask('flows', {})).targets.map(({ info }) => info);
      return all.length === 13 ? all : undefined;
    });
    const [first, ...servers] = treeOf(targets);
    equal(servers.length, 4, JSON.stringify(targets));

    await bound(hub, ann);
    const waits = ask('/buy', 'ann');
    const held = await until<Hold>(async () => (await hub.ask('holds', {})).holds[0]);
    const served = await Promise.all(Array.from({ length: 12 }, () => ask('/buy')));
    deepEqual(new Set(served.map(one => one.pid)), new Set(servers));
    equal((await hub.ask('holds', {})).holds.length, 1);
    await hub.ask('resume', { hold: held.id });
    await until(async () => ((await hub.ask('holds', {})).holds.length > 0 ? hub.ask('off', {}) : true));
    const answer = await waits;
    equal(answer.pid, targets.find(({ id }) => id === held.target)?.pid);
    ok(servers.includes(answer.pid) && answer.pid !== first);

    await bound(hub, late);
    const [child, thread] = await Promise.all([ask('/child'), ask('/thread')]);
    const snaps = await until(async () => {
      const { sessions } = await hub.ask('sessions', {});
      const found = sessions.find(({ name }) => name === 'late')!.events.filter(({ kind }) => kind === 'snap');
      return found.length === 2 ? found : undefined;
    });
    await hub.ask('off', {});
    const report = await end();
    const known = (id: string) => report.targets.find(one => one.id === id)!;
    const seen = snaps.map(({ target }) => [known(target).pid, known(target).thread]).sort(byThread);
    deepEqual(seen, [
      [child.pid, 0],
      [thread.pid, thread.thread],
    ]);
    const isServer = (id: string | undefined) => servers.includes(known(id!).pid) && known(id!).thread === 0;
    ok(snaps.every(({ target }) => isServer(known(target).parent)));
    equal(report.targets.length, 15);
    deepEqual(
      report.targets.map(one => one.end),
      report.targets.map(() => ({ how: 'exit', code: 0 })),
    );
  });
}

/** Sets probes, and waits until every target has answered: a machine that is busy elsewhere takes its time. */
async function bound(hub: Hub, ask: ControlAsk<'probe'>): Promise<void> {
  await hub.ask('probe', ask);
  await until(async () => {
    const { sessions } = await hub.ask('sessions', {});
    const { probes } = sessions.find(({ name }) => name === ask.session)!;
    return probes.every(({ bindings }) => bindings.length === 13) ? true : undefined;
  });
}

const byThread = ([, a]: number[], [, b]: number[]): number => a! - b!;

/** The first process and its servers, by pid: each server has one thread and one child of its own. */
function treeOf(targets: readonly TargetInfo[]): number[] {
  const below = (id: string | undefined) => targets.filter(({ parent }) => parent === id);
  const [first, ...others] = below(undefined);
  deepEqual(others, []);
  const servers = below(first!.id);
  for (const server of servers) {
    const own = below(server.id);
    deepEqual(own.map(({ kind }) => kind).sort(), ['process', 'worker']);
    for (const one of own) equal(one.pid === server.pid, one.kind === 'worker');
  }
  return [first!, ...servers].map(({ pid }) => pid);
}
