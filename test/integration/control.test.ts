// A run, its control socket, the client and the command line, with a program that speaks the protocol by itself.
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../src/base/index.ts';
import { type Exit, runCli } from '../../src/doors/cli/index.ts';
import { findRuns, type Hub, listRuns, openHub } from '../../src/doors/client/index.ts';
import { type RunOutcome, runProgram } from '../../src/hub/index.ts';
import { noPlane } from '../../src/testing/no-plane.ts';
import { parseRunOptions } from '../../src/wire/protocol/index.ts';
import { root, until } from '../launch/index.ts';

const speaks = join(root, 'test/targets/control/speaks.ts');

interface Running {
  readonly ended: Promise<RunOutcome>;
  readonly hub: Hub;
  /** Of the program. */
  readonly pid: number;
  end(): Promise<RunOutcome>;
}

const running: Running[] = [];

/** Runs are made and looked for here, and nowhere else: others may run on this machine. */
let base: [string];

function ownFolder(t: TestContext): string {
  const folder = mkdtempSync('/tmp/ec-');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  base = [folder];
  t.after(async () => {
    await Promise.all(running.splice(0).map(run => run.end()));
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** A run whose program has reported in; it ends with the test. */
async function start(words: string[], env: Record<string, string> = {}): Promise<Running> {
  const { options } = parseRunOptions(words);
  let isOver = false;
  const ended = runProgram({
    words: [speaks],
    options,
    cwd: root,
    env: { ...process.env, ...env },
    preload: join(root, 'test/targets/control/nothing.cjs'),
  }).finally(() => {
    isOver = true;
  });
  const early = ended.then(() => {
    throw new Error('The program ended before it reported in.');
  });
  const { hub, pid } = await Promise.race([early, reportedIn(options.name ?? 'none')]);
  const end = () => {
    if (!isOver) process.kill(pid, 'SIGTERM');
    return ended;
  };
  const run = { ended, hub, pid, end };
  running.push(run);
  return run;
}

/** Looks until the run's target is there; the runner's deadline ends a test that waits in vain. */
async function reportedIn(name: string): Promise<{ hub: Hub; pid: number }> {
  for (;;) {
    const hub = await openHub(name, 'test', base).catch(() => undefined);
    const { targets } = (await hub?.ask('flows', {})) ?? { targets: [] };
    if (hub !== undefined && targets[0] !== undefined) return { hub, pid: targets[0].info.pid };
    hub?.close();
    await new Promise(resolve => setImmediate(resolve));
  }
}

const eddy = (...words: string[]) => eddyTelling(() => {}, words);

/** `onOut`: something was printed. */
async function eddyTelling(
  onOut: () => void,
  words: readonly string[],
): Promise<{ exit: Exit; out: string; err: string }> {
  const said = { out: '', err: '' };
  const exit = await runCli(words, {
    version: '1',
    cwd: root,
    colours: false,
    outColours: false,
    clock: systemClock,
    out: text => {
      said.out += text;
      onOut();
    },
    err: text => {
      said.err += text;
    },
    run: () => Promise.reject(new Error('not here')),
    dial: wanted => openHub(wanted, 'eddy test', base),
    runs: () => listRuns('eddy test', base),
    plane: noPlane,
  });
  return { exit, ...said };
}

async function said(...words: string[]): Promise<string> {
  const { exit, out, err } = await eddy(...words);
  deepEqual([exit, err], [{ status: 0 }, ''], `eddy ${words.join(' ')}`);
  return out;
}

test('from another terminal: look, set, change, let go; and the report has it', async t => {
  const folder = ownFolder(t);
  const report = join(folder, 'report.json');
  const run = await start([
    ...['--name', 'shop', '--report', report, '--session', 'ann', '--hold', 'speaks.ts:6 if total > 2'],
    ...['--match', 'header:x-debug=ann', '--include', '**'],
  ]);
  const place = 'test/targets/control/speaks.ts';

  match(await said('runs'), /^PID +NAME +AGE +PROCESSES +PROGRAM\n\d+ +shop .*speaks\.ts\n$/);
  match(
    await said('ps', '--sort', 'state'),
    new RegExp(`^FLOW .*\nspk\\.2 +held .*GET /buy/2 +lock "till" +${place}:6 \\(buy\\) for 1\\.5 s`),
  );
  equal(JSON.parse(await said('ps', '--json', '--filter', 'state=waiting')).flows.length, 1);
  match(await said('ps', '--filter', 'nothing has this'), /^no flow of 2 is so\n$/);
  deepEqual((await said('where', 'spk.2')).split('\n').slice(1), [
    `started by spk.1 main program at ${place}:4`,
    'it has lock "till"',
    `  serve  ${place}:8  awaits for 1.5 s`,
    `  ├─ buy  ${place}:6  is held for 1.5 s`,
    `  └─ log  ${place}:9  awaits for 1.5 s`,
    '',
  ]);
  match((await eddy('where', 'GET /buy/3')).err, /No flow "GET \/buy\/3" is alive\. Did you mean GET \/buy\/2/);

  const holds = await said('holds');
  match(holds, new RegExp(`^h1 +held at ${place}:6 \\(buy\\) for .*, lets go in 59 min`));
  match(holds, /\n {2}> +6 \| const flowCount = .*\n/);
  match(holds, /\n {2}spk\.3 GET \/pay has waited 120 ms for lock "till"\n/);
  equal(
    await said('vars', 'h1'),
    'total  3\nof the functions and the module round it:\ncart   ["a"]  (cannot be changed)\n',
  );
  const told = JSON.parse(JSON.parse(await said('eval', 'h1', 'plan', '--json')).value);
  deepEqual([told.probes[0].condition, told.sessions[0].name, told.revision], ['total > 2', 'ann', 1]);
  const inside = JSON.parse(JSON.parse(await said('eval', 'h1', 'options', '--json')).value);
  deepEqual(inside.gates, { include: ['**'], exclude: [] });
  deepEqual((await eddy('eval', 'h1', 'total', '*')).err, 'eddy: total *: unexpected end\n');
  equal(await said('set', 'h1', 'total', '=', '13'), 'total  13  (edited, not written yet)\n');

  const snap = await said('snap', 'speaks.ts:6', 'if', 'total', '>', '3', '--session', 'bob');
  match(
    snap,
    /^session bob \(s2\): every flow\np2 {2}snap speaks\.ts:6 if total > 3\n {2}bound by gate at .*speaks\.ts:6:1 \(buy\)\n$/,
  );
  const refused = await eddy('hold', 'speaks.ts:13');
  deepEqual(refused.exit, { status: 1 });
  match(refused.out, /refused: No statement there; 12 and 14 have one\./);
  match(await said('log', 'speaks.ts:6', 'total is {total}'), /log speaks\.ts:6=total is \{total\}\n {2}bound/);
  match(
    (await eddy('explain', 'speaks.ts:1')).out,
    /^speaks\.ts:1: no gate: A comment\.\n {2}near it: line 6, line 8\n$/,
  );

  const kept = await eddy('resume', 'h1');
  deepEqual(kept.exit, { status: 1 });
  match(kept.out, /^h1: not resumed: the program changed total meanwhile/);
  match((await eddy('resume')).err, /which hold\?/);
  match(await said('unset', 'bob'), /^p2 .*: taken away\nsession bob: closed\n$/);
  equal(await said('resume', '--all', '--force'), 'h1: goes on\n');
  equal(await said('holds'), 'nothing is held\n');
  match((await eddy('vars', 'h1')).err, /Nothing is held as "h1", or no longer\. Nothing is held now\./);
  match(await said('off'), /p1 .*taken away\n.*session ann: closed\n/s);

  const dump = JSON.parse(await said('dump', '-'));
  deepEqual([dump.targets[0].activity.flows.length, dump.run.name, dump.sessions.length], [2, 'shop', 3]);
  match(await said('dump', join(folder, 'now.json')), /now\.json: 2 flows of 1 target\n$/);
  equal(statSync(join(folder, 'now.json')).mode & 0o777, 0o600);

  const { report: end } = await run.end();
  equal(end.sessions.total, 3);
  const ann = end.sessions.items.find(({ name }) => name === 'ann') as unknown as {
    audit: { did: string; what: string; as: string }[];
    statistics: { holds: number };
  };
  equal(ann.statistics.holds, 1);
  deepEqual(
    ann.audit.filter(({ did }) => did === 'set' || did === 'resume').map(({ as, what }) => [as, what]),
    [
      ['eddy test', 'h1: total = 13'],
      ['eddy test', 'h1'],
      ['eddy test', 'h1 by force'],
    ],
  );
});

test('without probes the program is told nothing of sessions, and the report has none', async t => {
  ownFolder(t);
  const run = await start(['--name', 'plain']);
  equal((await run.hub.ask('evaluate', { hold: 'h1', expression: 'plan' })).value, null);
  deepEqual(JSON.parse(String((await run.hub.ask('evaluate', { hold: 'h1', expression: 'options' })).value)), {
    events: false,
    report: false,
    heartbeat: true,
    name: 'plain',
  });
  deepEqual((await run.end()).report.sessions, { total: 0, live: 0, items: [], dropped: 0 });
});

test('several runs are told apart by name or pid; none, and a wrong one, say what there is', async t => {
  ownFolder(t);
  match((await eddy('ps')).err, /No program runs under Eddy now\. Start one/);
  equal(await said('runs'), 'no program runs under Eddy now\n');
  await start(['--name', 'one'], { SPEAKS_AS: 'uno' });
  await start(['--name', 'two'], { SPEAKS_AS: 'duo' });
  match(
    (await eddy('ps')).err,
    /2 programs run under Eddy: one, pid \d+ .*; two, pid \d+ .*Say which, as in --run one\./,
  );
  match(await said('ps', '--run', 'two'), /duo\.1/);
  match((await eddy('ps', '--run', 'tow')).err, /No run is called "tow".*Did you mean --run two\?/);
  const runs = await listRuns('test', base);
  const two = runs.find(({ name }) => name === 'two')!;
  match(await said('ps', '--run', String(two.pids[0])), /duo\.1/);
  // Both are this very process.
  match((await eddy('ps', '--run', String(process.pid))).err, /2 runs are "\d+"/);
  const asJson = await eddy('ps', '--json');
  equal(JSON.parse(asJson.err).error.data.runs.length, 2);
});

test('folders of dead runs, and those that others could write to, are passed over', async t => {
  const folder = ownFolder(t);
  const card = JSON.stringify({ card: { version: 1, pid: 1, words: ['x'], cwd: '/', started: 1 }, token: 't' });
  for (const name of ['eddy-dead', 'eddy-open', 'eddy-odd']) {
    mkdirSync(join(folder, name), { mode: 0o700 });
    writeFileSync(join(folder, name, 'run.json'), name === 'eddy-odd' ? '{"card":' : card);
  }
  for (const name of ['eddy-open', 'eddy-odd']) {
    const server = createServer().listen(join(folder, name, 'control'));
    await new Promise(resolve => server.once('listening', resolve));
    t.after(() => server.close());
  }
  const count = async () => {
    const found = await findRuns(base);
    for (const { socket } of found) socket.destroy();
    return found.length;
  };
  equal(await count(), 1);
  chmodSync(join(folder, 'eddy-open'), 0o770);
  equal(await count(), 0);
});

test('watching goes on until the run ends, and says so; its folder is gone then', async t => {
  const folder = ownFolder(t);
  const run = await start(['--name', 'w', '--hold', 'speaks.ts:6']);
  const [holds, flows] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const watched = eddyTelling(holds.resolve, ['holds', '--watch', '--json']);
  const table = eddyTelling(flows.resolve, ['ps', '--watch']);
  await Promise.all([holds.promise, flows.promise]);
  await run.hub.ask('resume', { hold: 'h1' });
  equal((await run.end()).end.how, 'signal');
  const lines = (await watched).out.trimEnd().split('\n');
  ok(lines.some(line => 'holds' in JSON.parse(line)));
  match((await table).out, /the run has ended\n$/);
  await rejects(run.hub.ask('holds', {}), { code: 'closed' });
  deepEqual(
    readdirSync(folder).filter(name => name.startsWith('eddy-')),
    [],
  );
});

test('controllers that vanish in the middle of a word, or before their answer, harm nobody', async t => {
  const folder = ownFolder(t);
  const run = await start(['--name', 'v', '--hold', 'speaks.ts:6']);
  const [inside] = readdirSync(folder).filter(name => name.startsWith('eddy-'));
  const { token } = JSON.parse(readFileSync(join(folder, inside!, 'run.json'), 'utf8'));
  const hello = `${JSON.stringify({ id: 1, do: 'hello', ask: { version: 1, token, pid: 1, as: 'x' } })}\n`;
  const asks = [
    { do: 'probe', ask: { match: [], limits: {}, probes: [{ kind: 'snap', place: { file: 'speaks.ts', line: 6 } }] } },
    { do: 'evaluate', ask: { hold: 'h1', expression: 'plan' } },
    { do: 'follow', ask: {} },
    { do: 'step', ask: { hold: 'h9', step: 'over' } },
  ];
  for (const ask of asks) {
    const words = `${hello}${JSON.stringify({ id: 2, ...ask })}\n`;
    for (let cut = 1; cut <= words.length; cut += 37) {
      const socket = connect(join(folder, inside!, 'control'));
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.end(words.slice(0, cut));
      socket.destroySoon();
    }
    const socket = connect(join(folder, inside!, 'control'));
    await once(socket, 'connect');
    socket.write(words, () => socket.destroy());
    await once(socket, 'close');
  }
  match(await said('ps', '--run', 'v'), /spk\.2 +held/);
  deepEqual((await run.hub.ask('resume', {})).holds[0]?.resumed, true);
  deepEqual((await run.end()).troubles, []);
});

test('ten thousand flows are listed', async t => {
  ownFolder(t);
  await start(['--name', 'many'], { SPEAKS_FLOWS: '10000' });
  // A look is given two seconds, in which a busy machine may not list so many.
  const listed = await until(async () => {
    const started = performance.now();
    const { flows } = JSON.parse(await said('ps', '--json')) as { readonly flows: unknown[] };
    t.diagnostic(`${Math.round(performance.now() - started)} ms`);
    return flows.length > 0 ? flows : undefined;
  });
  equal(listed.length, 10_000);
  const shown = await until(async () => {
    const text = await said('ps');
    return text.includes(' more: ') ? text : undefined;
  });
  match(shown, /\n9800 more: --limit 10000\n$/);
});
