// The dashboard as a program opens it, of a real run.
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type DashboardData, DebugDashboard } from '../../src/debugger.ts';
import { eddy, root, run, until } from '../launch/index.ts';

const programs = join(root, 'test/targets/top');

/** A program under Eddy until its standard input ends; gives its first line. */
async function launch(t: TestContext, program: string, words: readonly string[] = []) {
  const home = mkdtempSync('/tmp/ed-');
  const env = { ...process.env, TMPDIR: home, XDG_STATE_HOME: home, NO_COLOR: '1', FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [eddy, 'run', ...words, join(programs, program)], { env });
  const ended = once(child, 'close') as Promise<[number | null]>;
  t.after(async () => {
    child.stdin.destroy();
    await ended;
    rmSync(home, { recursive: true, force: true });
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  // What is told there, the hub knows.
  if (program === 'busy.mjs') await once(child.stderr, 'data');
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
  const { home } = await launch(t, 'busy.mjs', ['--name', 'shop']);
  process.env.TMPDIR = home;
  const seen = Promise.withResolvers<DashboardData>();
  const dashboard = new DebugDashboard({
    port: 0,
    run: 'shop',
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

test('the sample of docs/write-a-client.md runs as it stands there', async t => {
  const { env } = await launch(t, 'busy.mjs', ['--name', 'shop']);
  // Figures come with its first state.
  await until(async () => {
    const { stdout } = await run(process.execPath, [eddy, 'top', '--once', '--json'], { env });
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
  writeFileSync(join(folder, 'sample.ts'), sample!);
  const { status, stdout, stderr } = await run(process.execPath, ['sample.ts'], { env, cwd: folder });
  deepEqual([status, stderr], [0, '']);
  match(stdout, /^\d+ http:\/\/127\.0\.0\.1:\d+\/enter\?code=/);
  match(stdout, /\{ 'scope-crossed': 1 \} \d+\n/);
  match(stdout, /\n {2}cancel scope {2}1\n(.*\n)*Told by callers\n {2}operations {4}1\n/);
  ok(existsSync(join(folder, 'dashboard.json')));
});
