// The dashboard as a program opens it, of a real run.
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type DashboardData, DebugDashboard, getDashboard } from '../../src/debugger.ts';
import { calm, debianPython, eddy, root, run, until } from '../launch/index.ts';
import { shown } from '../launch/shown.ts';

const programs = join(root, 'test/targets/top');
/** Other runs of this user are seen from here, too. */
const name = `dash-${process.pid}`;

const withoutPython = !existsSync(debianPython) && process.env.CI !== 'true' && `there is no ${debianPython}`;

/** A program under Eddy until its standard input ends; gives its first line. */
async function launch(t: TestContext, program: string, words: readonly string[] = []) {
  const home = mkdtempSync('/tmp/ed-');
  const own = { TMPDIR: home, XDG_STATE_HOME: home, NO_COLOR: '1', FORCE_COLOR: undefined };
  const env = { ...process.env, ...(program === 'busy.mjs' ? calm : {}), ...own };
  const child = spawn(process.execPath, [eddy, 'run', ...words, join(programs, program)], { env });
  const ended = once(child, 'close') as Promise<[number | null]>;
  t.after(async () => {
    child.stdin.destroy();
    await ended;
    rmSync(home, { recursive: true, force: true });
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  // What is told there, the hub knows.
  if (program === 'busy.mjs') await shown(child.stderr, 'scope-crossed');
  child.stderr.resume();
  return {
    home,
    env,
    line: String(line),
    async end() {
      child.stdin.end();
      return (await ended)[0];
    },
  };
}

/** What a browser gets by a link: the page itself. */
async function pageOf(link: string): Promise<string> {
  const entered = await fetch(link);
  equal(entered.status, 200);
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  await entered.text();
  return (await fetch(new URL('/', link), { headers: { cookie } })).text();
}

test('start() opens the page of a run, and stop() frees the port', async t => {
  const { home } = await launch(t, 'busy.mjs', ['--name', name]);
  process.env.TMPDIR = home;
  const seen = Promise.withResolvers<DashboardData>();
  const dashboard = new DebugDashboard({
    port: 0,
    run: name,
    updateIntervalMs: 100,
    onUpdate: data => {
      if (data.operations.recent.length > 1) seen.resolve(data);
    },
  });
  t.after(() => dashboard.stop());
  await dashboard.start();
  const link = dashboard.link();
  match(await pageOf(link), /<script type="module"/);
  const { errors, operations, system } = await seen.promise;
  deepEqual(errors.byType, { 'scope-crossed': 1 });
  deepEqual(operations.recent.map(({ operation }) => operation).sort(), ['connect', 'shut down']);
  ok(system.memoryBytes! > 0);
  await dashboard.stop();
  await rejects(fetch(link));
  await rejects(new DebugDashboard({ port: 0, run: 'nobody' }).start(), { code: 'no-run' });
});

test('a program shows its own page, and ends when it is stopped', async t => {
  const { line, end } = await launch(t, 'own-page.mjs');
  const link = line.trim();
  match(await pageOf(link), /<script type="module"/);
  equal(await end(), 0);
  await rejects(fetch(link));
});

test('of a Python program, each method answers from what it did', { skip: withoutPython }, async t => {
  const { home } = await launch(t, '../python/figures/stays.py', ['--name', 'pyshop', debianPython]);
  process.env.TMPDIR = home;
  const seen = Promise.withResolvers<DashboardData>();
  const onUpdate = (data: DashboardData) => {
    const worstMs = Object.values(data.system.targets)[0]?.loop?.worstDelayMs ?? 0;
    if (data.errors.recent.length > 0 && worstMs >= 600) seen.resolve(data);
  };
  const dashboard = getDashboard({ port: 0, run: 'pyshop', updateIntervalMs: 100, onUpdate });
  t.after(() => dashboard.stop());
  equal(dashboard.status.running, false);
  equal((await dashboard.start()).running, true);
  const { system, operations, errors } = await seen.promise;
  const [figures] = Object.values(system.targets);
  ok(system.cpuPercent! > 0 && system.memoryBytes! > 0);
  ok(figures!.loop!.activeMs >= 600, JSON.stringify(figures));
  deepEqual([figures!.tasks!.live, figures!.process!.heapUsedBytes], [1, undefined]);
  const bought = operations.recent.filter(({ operation }) => operation === 'buy');
  deepEqual(bought.map(({ outcome }) => outcome).sort(), ['done', 'done', 'failed']);
  deepEqual([operations.mostFrequent[0]!.operation, operations.mostFrequent[0]!.count], ['buy', 3]);
  deepEqual(Object.keys(errors.byType), ['loop-blocked']);
  equal((await dashboard.getErrors())[0]!.type, 'loop-blocked');
  const metrics = await dashboard.getMetrics();
  ok(metrics.failedOperations === 1 && metrics.totalErrors >= 1, JSON.stringify(metrics));
  dashboard.updateMetrics('import', 420, true);
  dashboard.recordError('IMPORT', 'no rows');
  dashboard.recordCancelScopeError('left open');
  const file = await dashboard.saveReport(join(home, 'dashboard.json'));
  const saved = JSON.parse(readFileSync(file, 'utf8')) as DashboardData;
  deepEqual([saved.own.metrics.totalOperations, saved.own.metrics.cancelScopeErrors], [1, 1]);
  match(
    await dashboard.getSummary(),
    /loop-blocked \d+\n.*\nSystem\n {2}CPU +[\d.]+ % of a core.*\n {2}memory +\d+ MiB\n/,
  );
  const { port, lastUpdate, startTime, trouble } = dashboard.status;
  ok(port > 0 && lastUpdate! >= startTime!);
  equal(trouble, undefined);
});

test('the sample of docs/write-a-client.md runs as it stands there', async t => {
  const { env } = await launch(t, 'busy.mjs', ['--name', name]);
  // Figures come with its first state.
  await until(async () => {
    const { stdout } = await run(process.execPath, [eddy, 'top', name, '--once', '--json'], { env });
    return /"rssBytes":\d/.test(stdout) ? true : undefined;
  });
  const page = readFileSync(join(root, 'docs/write-a-client.md'), 'utf8');
  const sample = [...page.matchAll(/```ts\n([\s\S]*?)```/g)]
    .map(([, text]) => text!)
    .find(text => text.includes('DebugDashboard'));
  // Inside the house, so that `eddy` is this package.
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'dashboard-sample-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'sample.ts'), sample!.replace("'shop'", `'${name}'`));
  const { status, stdout, stderr } = await run(process.execPath, ['sample.ts'], { env, cwd: folder });
  deepEqual([status, stderr], [0, '']);
  match(stdout, /^\d+ http:\/\/127\.0\.0\.1:\d+\/enter\?code=/);
  match(stdout, /\{ 'scope-crossed': 1 \} \d+\n/);
  match(stdout, /\n {2}cancel scope {2}1\n(.*\n)*Told by callers\n {2}operations {4}1\n/);
  ok(existsSync(join(folder, 'dashboard.json')));
});
