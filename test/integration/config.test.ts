import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Hub, openHub, openStaying } from '../../src/doors/client/index.ts';
import type { EddyEvent, Report } from '../../src/wire/protocol/index.ts';
import { targetsThere } from '../launch/bindings.ts';
import { calm, eddy, folder, lineOf, type RunOptions, run, until } from '../launch/index.ts';
import { Part } from '../soak/faults/part.ts';

/** A program and its configuration, in a folder of their own. */
async function runWith(
  t: TestContext,
  program: string,
  config: readonly string[],
  { flags = [], ...options }: RunOptions & { readonly flags?: readonly string[] } = {},
) {
  const cwd = folder(t);
  writeFileSync(join(cwd, 'package.json'), '{}');
  writeFileSync(join(cwd, 'app.mjs'), program);
  writeFileSync(join(cwd, 'eddy.config.yaml'), config.join('\n'));
  const env = { ...calm, ...options.env };
  const ended = await run(process.execPath, [eddy, 'run', ...flags, 'app.mjs'], { cwd, ...options, env });
  const path = join(cwd, 'r.json');
  const report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : undefined;
  const events = existsSync(join(cwd, 'e.ndjson'))
    ? readFileSync(join(cwd, 'e.ndjson'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line) as EddyEvent)
    : [];
  return { ...ended, cwd, report, events, kinds: report?.findings.map(({ kind }) => kind) };
}

const eddyModule = join(import.meta.dirname, '../../dist/eddy.mjs');
/** A task of 60 ms, which is slow where the limit is less. */
const slowTask = `
import { task } from ${JSON.stringify(eddyModule)};
import { setTimeout } from 'node:timers/promises';
await task('job', () => setTimeout(60));
`;

test('report, name, failOn and a time limit come from the file', async t => {
  const { status, stderr, kinds } = await runWith(t, slowTask, [
    'report: r.json',
    'name: shop',
    'failOn: task-slow',
    'limits: {taskSlow: 20ms}',
  ]);
  deepEqual([status, kinds], [86, ['task-slow']], stderr);
  match(stderr, /shop/);
});

test('a limit is not passed where neither file nor environment says so; the environment wins over the file', async t => {
  const config = ['report: r.json', 'limits: {taskSlow: 20ms}'];
  const { kinds } = await runWith(t, slowTask, config, { env: { EDDY_LIMITS_TASK_SLOW: '1m' } });
  deepEqual(kinds, []);
  deepEqual((await runWith(t, slowTask, config, { env: { EDDY_LIMITS: '{"taskSlowMs":60000}' } })).kinds, []);
});

test('a kind that is off is not looked for; a flag wins over the file, --no-config over all of it', async t => {
  const config = [
    'report: r.json',
    'quiet: true',
    'failOn: any',
    'limits: {taskSlow: 20ms}',
    'findings: {off: task-slow}',
  ];
  const off = await runWith(t, slowTask, config);
  deepEqual([off.status, off.kinds, off.stderr], [0, [], '']);
  const on = await runWith(t, slowTask, config.slice(0, 4), { flags: ['--fail-on', 'lock-cycle'] });
  deepEqual([on.status, on.kinds], [0, ['task-slow']]);
  const none = await runWith(t, slowTask, config, { flags: ['--no-config'] });
  deepEqual([none.status, none.report], [0, undefined]);
});

test('probes, their defaults and session; what is captured, and what is hidden', async t => {
  const program = `
async function buy(order) {
  await undefined;
  return order.total; // @here
}
const deep = { one: { two: { three: 3 } } };
const outer = async order => (await inner(order)) + 1;
const inner = async order => (await buy(order)) + 1;
for (let at = 0; at < 3; at++) await outer({ total: at, licence: 'abc', csrfToken: 'shown', list: [1, 2, 3, 4], text: 'abcdefgh', deep });
`;
  const place = folder(t);
  writeFileSync(join(place, 'app.mjs'), program);
  const { events, stderr } = await runWith(t, program, [
    'events: e.ndjson',
    `probes: snap app.mjs:${lineOf(join(place, 'app.mjs'), 'here')}`,
    'session: ann',
    'probeDefaults: {maxHits: 2}',
    'redaction: {addKeys: licence, exceptKeys: csrfToken}',
    'capture: {depth: 2, collection: 2, string: 3, time: 1s}',
    'stack: {depth: 2}',
  ]);
  const snaps = events.filter(({ kind }) => kind === 'snap');
  equal(snaps.length, 2, stderr);
  const { locals, stack } = snaps[0]!.data as { locals: { order: { v: Record<string, unknown> } }; stack: unknown[] };
  const { licence, csrfToken, list, text, deep } = locals.order.v as Record<
    string,
    { t: string; v: unknown; cut: string }
  >;
  deepEqual(licence, { t: 'redacted', why: 'key' });
  deepEqual(csrfToken, { t: 'string', v: 'sho', length: 5 });
  deepEqual([list?.v, list?.cut], [[1, 2], 'size']);
  deepEqual(text, { t: 'string', v: 'abc', length: 8 });
  equal((deep!.v as { one: { cut: string } }).one.cut, 'depth');
  equal(stack.length, 2);
});

test('gates, observeOnly, and the loop that nobody looks at', async t => {
  const program = `
async function main() { await undefined; }
await main();
await new Promise(resolve => setTimeout(resolve, 20));
// So long on the processor, however many want it: a thread that does not get it is not blamed.
const used = () => process.threadCpuUsage().user / 1000;
function block() { for (const until = used() + 400; used() < until; ); }
setTimeout(block);
`;
  const config = ['report: r.json', 'gates: {enabled: false}', 'limits: {loopBlocked: 100ms}'];
  const seen = await runWith(t, program, config, { env: { EDDY_LIMITS: undefined } });
  deepEqual(seen.kinds, ['loop-blocked']);
  equal(seen.report?.activations.total, 0, 'without gates no functions are seen');
  const without = ['monitor: {loop: false}', 'findings: {off: loop-blocked}'];
  const env = { EDDY_LIMITS: undefined };
  const unseen = await Promise.all(without.map(key => runWith(t, program, [...config, key], { env })));
  deepEqual(
    unseen.map(({ kinds }) => kinds),
    [[], []],
  );
  const refused = await runWith(t, program, ['observeOnly: true'], { flags: ['--hold', 'app.mjs:2'] });
  equal(refused.status, 2);
  match(refused.stderr, /--observe-only and a hold do not go together/);
});

test('a wrong file ends the command before the program starts, each line of it marked as ours', async t => {
  const { status, stderr, stdout } = await runWith(t, 'console.log("ran")', ['reprot: x', 'limits: {taskSlow: soon}']);
  deepEqual([status, stdout], [2, '']);
  match(
    stderr,
    /^eddy: eddy\.config\.yaml:1:1: reprot: .* Did you mean report\?\neddy: eddy\.config\.yaml:2:20: limits\.taskSlow: .*\n$/,
  );
});

interface Watched {
  readonly ended: ReturnType<typeof runWith>;
  dial(): Promise<{ readonly hub: Hub; readonly pid: number }>;
}

test('how often a program tells its state, which is what is known of it when it is killed', async t => {
  const program = `
import { task } from ${JSON.stringify(eddyModule)};
for (let at = 0; at < 5; at++) await task('job', async () => {});
console.log(process.pid);
setInterval(() => {}, 1000);
`;
  const [often, seldom] = ['100ms', '1h'].map(every => {
    const place = folder(t);
    const said = Promise.withResolvers<readonly [eddy: number, pid: number]>();
    const ended = runWith(t, program, ['report: r.json', `monitor: {samples: ${every}}`], {
      env: { TMPDIR: place },
      onChild: child => child.stdout?.once('data', text => said.resolve([child.pid as number, Number(text)])),
    });
    const dial = async () => {
      const [eddyPid, pid] = await said.promise;
      const hub = await openHub(String(eddyPid), 'test', [place]);
      t.after(() => hub.close());
      return { hub, pid };
    };
    return { ended, dial };
  }) as [Watched, Watched];
  const [{ hub, pid }, other] = await Promise.all([often.dial(), seldom.dial()]);
  await targetsThere(other.hub);
  await until(async () => (await hub.ask('report', {})).report.tasks.total === 5 || undefined);
  for (const one of [pid, other.pid]) process.kill(one, 'SIGKILL');
  const reports = [(await often.ended).report, (await seldom.ended).report];
  deepEqual(
    reports.map(report => report?.tasks.total),
    [5, 0],
  );
});

test('the log and the alerts of the file: on standard error, in a file, at a webhook', async t => {
  const posted: string[] = [];
  const server = createServer(async (request, response) => {
    posted.push(Buffer.concat(await request.toArray()).toString());
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const { cwd, stderr } = await runWith(t, slowTask, [
    'limits: {taskSlow: 20ms}',
    'log: {file: eddy.log}',
    `alerts: {rules: task-slow > 0, file: alerts.log, webhook: "http://127.0.0.1:${port}/x"}`,
  ]);
  const lines = (name: string) =>
    readFileSync(join(cwd, name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as { kind?: string; counter?: string });
  match(stderr, /^eddy: alert: 1 task-slow, and more than 0 are to be told\. The last: /m);
  deepEqual(
    lines('alerts.log').map(({ counter }) => counter),
    ['task-slow'],
  );
  deepEqual(
    posted.map(text => (JSON.parse(text) as { counter: string }).counter),
    ['task-slow'],
  );
  const kinds = lines('eddy.log').map(({ kind }) => kind);
  for (const kind of ['target-started', 'finding', 'alert', 'target-ended'])
    equal(kinds.filter(one => one === kind).length, 1, `${kind} of ${kinds.join()}`);
});

test('a log that cannot be written ends the command before the program starts', async t => {
  const { status, stdout, stderr } = await runWith(t, 'console.log(1)', ['log: {file: none/eddy.log}']);
  deepEqual([status, stdout], [2, ''], stderr);
});

test('a hub that stays: its store, and how many sessions it may have', async t => {
  const base = folder(t);
  const config = join(base, 'eddy.config.yaml');
  writeFileSync(config, 'store: {file: kept.db}\nsessions: {max: 1}\nprobeDefaults: {maxHits: 2}\n');
  const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: base, XDG_STATE_HOME: base, EDDY_CONFIG: config };
  const part = new Part([eddy, 'serve', '--name', 'config-test', '--json'], env);
  t.after(() => part.kill('SIGTERM'));
  await part.waitForLine(/^\{"ready".*/);
  const hub = await openStaying('config-test', 'test', [base]);
  t.after(() => hub.close());
  equal((await hub.ask('status', {})).store.path, join(base, 'kept.db'));
  const probe = (session: string) =>
    hub.ask('probe', { session, match: [], probes: [{ kind: 'snap', place: { file: 'a.js', line: 1 } }], limits: {} });
  equal((await probe('a')).probes[0]?.spec.maxHits, 2);
  await rejects(probe('b'), /There are 1 sessions already \(sessions\.max\)/);
});

test('a hold that a function cannot have becomes a snap, where the file says so', async t => {
  const program = `
function total(order) {
  return order.total; // @here
}
setInterval(() => total({ total: 1 }), 1);
`;
  const place = folder(t);
  writeFileSync(join(place, 'app.mjs'), program);
  const cwd = folder(t);
  writeFileSync(join(cwd, 'app.mjs'), program);
  const line = lineOf(join(place, 'app.mjs'), 'here');
  const config = [
    'events: e.ndjson',
    `probes: hold app.mjs:${line}`,
    'probeDefaults: {whenRefused: degrade, maxHits: 2}',
  ];
  writeFileSync(join(cwd, 'eddy.config.yaml'), config.join('\n'));
  const part = new Part([eddy, 'run', join(cwd, 'app.mjs')], {
    ...process.env,
    NODE_OPTIONS: '',
    EDDY_CONFIG: join(cwd, 'eddy.config.yaml'),
  });
  t.after(() => part.kill('SIGTERM'));
  const events = await until(async () => {
    const text = existsSync(join(cwd, 'e.ndjson')) ? readFileSync(join(cwd, 'e.ndjson'), 'utf8') : '';
    const all = text
      .split('\n')
      .slice(0, -1)
      .map(one => JSON.parse(one) as EddyEvent);
    return all.filter(({ kind }) => kind === 'snap').length < 2 ? undefined : all;
  });
  deepEqual(events.find(({ kind }) => kind === 'probe-refused')?.data.probe, 'p1');
  deepEqual(
    events.flatMap(({ kind, data }) => (kind === 'snap' ? [data.probe] : [])),
    ['p2', 'p2'],
  );
});
