import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fail } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { emptyListing, type Finding, type Report, type RunCard, type TargetInfo } from '../../wire/protocol/index.ts';
import { type DashboardData, type DashboardHub, type DashboardOptions, HubDashboard } from './index.ts';

const card: RunCard = { version: 1, pid: 5, words: ['shop.ts'], cwd: '/', started: 1 };
const target = { id: 'a', kind: 'process', pid: 11, thread: 0 } as TargetInfo;
const process = { cpuUserMs: 80, cpuSystemMs: 20, uptimeMs: 1_000, rssBytes: 2 * 1024 ** 2 };
/** As of a Python program where the system does not say when it began. */
const python = { cpuUserMs: 300, cpuSystemMs: 100, rssBytes: 1024 ** 2 };
const finding = { kind: 'scope-crossed', count: 3, lastAt: 1_500, sites: {} } as unknown as Finding;
const flow = (id: string, name: string, state: string, started: number, ended?: number) => ({
  id,
  name,
  state,
  started,
  ended,
});
const flows = [
  flow('a.1', 'main', 'live', 0),
  flow('a.2', 'buy', 'done', 100, 150),
  flow('a.3', 'buy', 'failed', 100, 400),
];

function report(): Report {
  const none = emptyListing;
  return {
    version: 1,
    targets: [target, { ...target, id: 'w', kind: 'worker' }],
    started: 0,
    ended: 2_000,
    flows: { total: 9, live: 1, items: flows, dropped: 6 },
    ...{
      activations: none,
      tasks: none,
      scopes: none,
      locks: none,
      generators: none,
      sdkSessions: none,
      tests: none,
      sessions: none,
      streams: none,
    },
    system: { a: { process }, w: { process } },
    findings: [finding],
    dropped: { events: 2 },
  };
}

/** Beside it a Python program, and one that has ended. */
function manyProcesses(): Report {
  const one = report();
  const started = 1_200;
  const targets = [
    ...one.targets,
    { ...target, id: 'p', pid: 12, python: '3.11.2', started },
    { ...target, id: 'q', pid: 13, python: '3.11.2', started, ended: 1_500 },
    { ...target, id: 'silent', pid: 14, started },
  ];
  const tasks = { live: 3, total: 7 };
  return { ...one, targets, system: { ...one.system, p: { process: python, tasks }, q: { process: python } } };
}

/** A dashboard over hubs that come and go. */
function open(options: DashboardOptions = {}, answer = report) {
  const clock = new FakeClock(2_000);
  const asked: unknown[] = [];
  const doors: string[] = [];
  const end = { go: () => {} };
  let dials = 0;
  let closed = 0;
  let stays = false;
  let refuses: Error | undefined;
  const dashboard = new HubDashboard(
    { port: 0, clock, ...options },
    {
      async dial(): Promise<DashboardHub> {
        dials++;
        if (refuses !== undefined) throw refuses;
        const gone = Promise.withResolvers<void>();
        end.go = gone.resolve;
        return {
          run: stays ? { ...card, name: 'main', stays: true } : card,
          ended: gone.promise,
          async ask(_, ask) {
            asked.push(ask);
            return { report: answer() };
          },
          close() {
            closed++;
            gone.resolve();
          },
        };
      },
      async openDoor() {
        doors.push('opened');
        return {
          listensAt: port => void doors.push(`at ${port > 0}`),
          serve: socket => void socket.end('page'),
          newLink: () => 'http://link',
          close: async () => void doors.push('closed'),
        };
      },
    },
  );
  return {
    dashboard,
    clock,
    asked,
    doors,
    end,
    dials: () => dials,
    closed: () => closed,
    stay: () => {
      stays = true;
    },
    refuse: (error: Error | undefined) => {
      refuses = error;
    },
  };
}

const isFree = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(false);
    }).on('error', () => resolve(true));
  });

test('start() opens the port, a second one goes on, stop() frees it', async () => {
  const { dashboard, doors, dials } = open();
  throws(() => dashboard.link(), /not started/);
  equal(dashboard.status.running, false);
  const { port, running } = await dashboard.start();
  equal((await dashboard.start()).port, port);
  deepEqual([running, dashboard.link(), await isFree(port), dials()], [true, 'http://link', false, 1]);
  await dashboard.stop();
  deepEqual([dashboard.status.running, await isFree(port)], [false, true]);
  deepEqual(doors, ['opened', 'at true', 'closed']);
  await dashboard.stop();
  ok((await dashboard.start()).running);
  await dashboard.stop();
});

test('a port that is taken, no hub, an option that is none', async () => {
  const first = open();
  const { port } = await first.dashboard.start();
  const second = open({ port });
  await rejects(second.dashboard.start(), { code: 'cannot-listen' });
  deepEqual(second.doors.at(-1), 'closed');
  await first.dashboard.stop();
  ok((await second.dashboard.start()).running);
  await second.dashboard.stop();
  const third = open();
  third.refuse(fail('no-run', 'No program runs.'));
  await rejects(third.dashboard.start(), { code: 'no-run' });
  throws(() => open({ prot: 1 } as DashboardOptions), /has no option "prot"/);
  throws(() => open({ updateIntervalMs: 5 }), /too short/);
});

test('the data are of the run: flows that ended, findings, each process once', async () => {
  const { dashboard } = open();
  const { metrics, system, operations, errors, cancelScope, dropped } = await dashboard.getDashboardData();
  deepEqual(
    [
      metrics.totalOperations,
      metrics.listedOperations,
      metrics.successRate,
      metrics.avgDurationMs,
      metrics.totalErrors,
    ],
    [8, 2, 0.5, 175, 3],
  );
  deepEqual([system.cpuPercent, system.memoryBytes, Object.keys(system.targets)], [10, 2 * 1024 ** 2, ['a', 'w']]);
  deepEqual(
    operations.slowest.map(one => [one.operation, one.outcome, one.flow]),
    [
      ['buy', 'failed', 'a.3'],
      ['buy', 'done', 'a.2'],
    ],
  );
  deepEqual([errors.byType, cancelScope.totalErrors, cancelScope.errorRate], [{ 'scope-crossed': 3 }, 3, 3 / 8]);
  deepEqual(dropped, { events: 2 });
  equal((await dashboard.getErrors())[0]!.type, 'scope-crossed');
  await dashboard.stop();
});

test('CPU and memory are of every process that runs, whether or not its system says since when', async () => {
  const { dashboard } = open({}, manyProcesses);
  const { cpuPercent, memoryBytes, targets } = (await dashboard.getDashboardData()).system;
  // 100 of 1,000 ms, and 400 of the 800 since it is known.
  deepEqual([cpuPercent, memoryBytes], [10 + 50, 3 * 1024 ** 2]);
  deepEqual(targets.p, { process: python, tasks: { live: 3, total: 7 } });
  equal('silent' in targets, false);
  match(await dashboard.getSummary(), /CPU +60\.0 % of a core since it began\n +memory +3 MiB\n/);
  await dashboard.stop();
});

test('what callers tell stands apart, bounded, without secrets, and never throws', async () => {
  const { dashboard } = open();
  for (let at = 0; at < 1_003; at++) dashboard.updateMetrics('import', 5, at % 2 === 0);
  const ring: Record<string, unknown> = {};
  ring.self = ring;
  dashboard.updateMetrics('ring', 1, true, ring);
  dashboard.recordError('IMPORT', 'failed with Bearer abcdefghijklmnopqrstuvwxyz012345', 'import', {
    password: 'hunter22',
    row: 7,
  });
  dashboard.recordCancelScopeError('left open');
  const { own, metrics } = await dashboard.getDashboardData();
  deepEqual([own.metrics.totalOperations, own.operations.length, own.dropped.operations], [1_004, 1_000, 4]);
  deepEqual([own.metrics.totalErrors, own.metrics.cancelScopeErrors], [2, 1]);
  deepEqual(own.errors[0]!.metadata, { password: '[hidden]', row: 7 });
  equal(own.errors[0]!.message.includes('abcdefghij'), false);
  equal(own.operations.at(-1)!.metadata, undefined);
  equal(metrics.totalOperations, 8);
  match(await dashboard.getSummary(), /total +8\n.*50\.0 %\n(.*\n)*Told by callers\n {2}operations +1004\n/);
  await dashboard.stop();
});

test('readings go on while it is started; a hub that has gone is dialled again', async () => {
  const read: DashboardData[] = [];
  const { dashboard, clock, end, dials, refuse } = open({
    updateIntervalMs: 1_000,
    onUpdate: data => void read.push(data),
  });
  await dashboard.start();
  await clock.advanceAsync(2_000);
  equal(read.length, 2);
  end.go();
  refuse(fail('no-run', 'No program runs.'));
  await clock.advanceAsync(1_000);
  deepEqual([read.length, dashboard.status.trouble?.startsWith('No program runs.')], [2, true]);
  refuse(undefined);
  await clock.advanceAsync(1_000);
  deepEqual([read.length, dashboard.status.trouble, dashboard.status.lastUpdate], [3, undefined, 6_000]);
  ok(dials() >= 3);
  await dashboard.stop();
  await clock.advanceAsync(5_000);
  deepEqual([read.length, clock.pending], [3, 0]);
});

test('in a hub that stays, the run that was named is asked for', async () => {
  const asks = async (run: string | undefined) => {
    const { dashboard, stay, asked } = open(run === undefined ? {} : { run });
    stay();
    await dashboard.getMetrics();
    await dashboard.stop();
    return asked[0];
  };
  deepEqual(await asks('shop'), { run: 'shop' });
  deepEqual(await asks('main'), {});
  deepEqual(await asks(undefined), {});
});

test('who only asks leaves no line open', async () => {
  const { dashboard, dials, closed } = open();
  await dashboard.getMetrics();
  await dashboard.getErrors();
  deepEqual([dials(), closed()], [2, 2]);
});

test('the report is written whole, for its owner alone', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'dash-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { dashboard } = open();
  const path = await dashboard.saveReport(join(folder, 'r.json'));
  equal(JSON.parse(readFileSync(path, 'utf8')).metrics.totalOperations, 8);
  deepEqual(readdirSync(folder), ['r.json']);
  await rejects(dashboard.saveReport(join(folder, 'none', 'r.json')), { code: 'cannot-write' });
  await dashboard.stop();
});
