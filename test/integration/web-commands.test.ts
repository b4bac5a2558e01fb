/** The command lines of the dashboard: what each says, opens and leaves. */
import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, root, until } from '../launch/index.ts';
import { buy, dashboardLink, Stage, say, Visitor } from './web-stage.ts';

test('eddy run --dashboard says its link and changes nothing', async t => {
  const stage = new Stage(t);
  const quick = ['-e', 'console.log("out"); console.error("err"); process.exitCode = 4'];
  const run = (...words: string[]) => stage.command('run', ...words, process.execPath, ...quick);
  const [bare, shown, told] = await Promise.all([run(), run('--dashboard'), run('--json', '--dashboard')]);
  equal(shown.status, 4);
  equal(shown.stdout, bare.stdout);
  const [first, ...rest] = shown.stderr.split('\n');
  match(first!, /^eddy: dashboard: http:\/\/127\.0\.0\.1:\d+\/enter\?code=[\w-]{32}$/);
  deepEqual(rest.sort(), bare.stderr.split('\n').sort());
  match(told.stderr, /^eddy: dashboard: /);
});

test('eddy run --open opens a browser and waits for nothing', async t => {
  const stage = new Stage(t);
  const bin = folder(t);
  const opened = join(bin, 'opened');
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > ${opened}.part && mv ${opened}.part ${opened}\n`);
  chmodSync(join(bin, 'xdg-open'), 0o755);
  Object.assign(stage.env, { PATH: `${bin}:${process.env.PATH}`, DISPLAY: ':0' });
  const { link } = await stage.shop('--open');
  equal(await until(async () => (existsSync(opened) ? readFileSync(opened, 'utf8') : undefined)), link);
  const nowhere = new Stage(t);
  const { stderr, status } = await nowhere.command('run', '--open', process.execPath, '-e', '0');
  equal(status, 0);
  match(stderr, /^eddy: dashboard: .*\neddy: --open: there is no browser here; open the link in one\.\n/);
});

test('a port that another has is said before the program is started', async t => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await new Promise(resolve => other.once('listening', resolve));
  const { port } = other.address() as { readonly port: number };
  const stage = new Stage(t);
  const { status, stdout, stderr } = await stage.command('run', `--dashboard=${port}`, process.execPath, '-p', '1');
  deepEqual([status, stdout], [2, '']);
  match(stderr, new RegExp(`^eddy: Port ${port} of 127\\.0\\.0\\.1 could not be opened: .*EADDRINUSE`));
});

test('eddy open gives a link of the hub that has a page', async t => {
  const stage = new Stage(t);
  const { part, port, pid } = await stage.shop('--dashboard');
  const { stdout, stderr } = await stage.command('open', stage.run);
  match(stderr, /^eddy: there is no browser here/);
  const visitor = await Visitor.enter(t, stdout.trim());
  equal((await visitor.ask('status', {})).runs[0]?.name, stage.run);
  await visitor.targetThere();
  equal((await visitor.ask('report', {})).report.targets.length, 1);
  // Of one run nothing outlives the hub.
  await rejects(
    visitor.ask('history', {}),
    /409 .*A hub of one run has no \\"history\\"\. Start one that stays: eddy serve\./,
  );
  const { stdout: document } = await stage.command('open', stage.run, '--json', '--no-browser');
  const answer = JSON.parse(document) as { readonly link: string };
  deepEqual({ ...answer, link: '' }, { link: '', servedBy: 'hub', opened: false, records: true });
  equal(new URL(answer.link).port, String(visitor.port));
  await buy(port, 'ann');
  process.kill(pid, 'SIGTERM');
  await part.ended;
});

test('eddy open serves the page itself for a run without one, until that has ended', async t => {
  const stage = new Stage(t);
  const { part, port, pid } = await stage.shop();
  const open = stage.start('open', stage.run, '--no-browser');
  const [link] = await open.waitForLine(/^http:.*/);
  const visitor = await Visitor.enter(t, link!);
  const live = await visitor.follow();
  const { state } = await live.waitForState();
  equal(state.runs[0]?.name, stage.run);
  await buy(port, 'ann');
  process.kill(pid, 'SIGTERM');
  await part.ended;
  await live.ended;
  deepEqual(live.told.at(-1)?.news, { say: 'over' });
  deepEqual(await open.ended, { status: 0, signal: null });
  await open.drained;
  match(
    open.stderr,
    /^eddy: this program does not tell every event: .*\neddy: the page is served from here: Ctrl-C ends it\n/,
  );
  match(open.stderr, /eddy: web-[\w-]+-shop has ended\n$/);
});

test('eddy serve --dashboard, programs that join it, and eddy open', async t => {
  const stage = new Stage(t);
  const { part, ready, link } = await stage.serve('--dashboard', '0', '--store', 'memory');
  equal(ready.listens.length, 1);
  const { link: joined } = await stage.shop('--hub', stage.hub, '--dashboard');
  equal(new URL(joined!).origin, new URL(link).origin);
  const visitor = await Visitor.enter(t, joined!);
  equal((await visitor.ask('status', {})).runs[0]?.name, stage.run);
  const { stdout } = await stage.command('open', stage.hub, '--no-browser');
  await Visitor.enter(t, stdout.trim());
  // One that did not ask for the page is shown on it like the others.
  await stage.command('run', '--hub', stage.hub, '--quiet', join(root, 'test/targets/doctor/exits.cjs'));
  const { runs } = await visitor.ask('history', {});
  deepEqual(
    runs.map(({ records }) => records),
    [true, true],
  );
  const live = await visitor.follow();
  await live.waitForState();
  part.kill('SIGTERM');
  await live.ended;
  equal((await part.ended).status, 143);
  equal(await say(visitor.port, '/').then(String, ({ code }) => code), 'ECONNREFUSED');
});

test('a program that is started again has the page that it had', async t => {
  const stage = new Stage(t);
  const app = join(folder(t), 'app.mjs');
  const write = (word: string) =>
    writeFileSync(app, `console.log('${word}', process.pid); setInterval(() => {}, 1000);`);
  write('one');
  const part = stage.start('run', '--watch-path', app, '--dashboard', app);
  stage.endLater(await part.waitForLine(/^one (\d+)$/));
  const visitor = await Visitor.enter(t, (await part.waitForWords(dashboardLink))[1]!);
  const live = await visitor.follow();
  await live.waitForState();
  write('two');
  stage.endLater(await part.waitForLine(/^two (\d+)$/));
  await live.ended;
  notEqual(live.told.at(-1)!.news.say, 'over');
  const again = await visitor.follow(live.lastId);
  equal((await again.waitForState()).uncounted, true);
  // It passes it on to the program.
  part.kill('SIGTERM');
  await part.ended;
});

test('a run cannot have the page of a hub that has none', async t => {
  const stage = new Stage(t);
  await stage.serve('--store', 'memory');
  const { status, stdout, stderr } = await stage.command(
    'run',
    '--hub',
    stage.hub,
    '--dashboard',
    process.execPath,
    '-p',
    '1',
  );
  deepEqual([status, stdout], [2, '']);
  match(stderr, /^eddy: The hub of this run has no dashboard\. Start it with one: eddy serve --dashboard\./);
  const { stdout: runs } = await stage.command('status', '--hub', stage.hub, '--json');
  deepEqual((JSON.parse(runs) as { readonly runs: unknown[] }).runs, []);
});
