/** Standard input and output are the program's; what Eddy says is whole lines on standard error. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { EddyEvent, Report } from '../../src/wire/protocol/index.ts';
import {
  calm,
  eddy,
  folder,
  kindsOf,
  nodeMajors,
  nodePath,
  preload,
  type RunOptions,
  run,
  withoutNode,
} from '../launch/index.ts';

function eddyRun(words: readonly string[], options?: RunOptions) {
  return run(process.execPath, [eddy, 'run', ...words], options);
}

function program(t: TestContext, text: string): string {
  const file = join(folder(t), 'p.mjs');
  writeFileSync(file, text);
  return file;
}

test('standard input reaches the program, and its bytes reach ours', async t => {
  const file = program(t, 'process.stdin.pipe(process.stdout);');
  const stdin = 'é→'.repeat(200_000);
  const ended = await eddyRun(['--quiet', file], { stdin });
  equal(ended.status, 0, ended.stderr);
  ok(ended.stdout === stdin);
  equal(ended.stderr, '');
});

test('arguments, name, working folder and execArgv are the program’s own', async t => {
  const file = program(
    t,
    'console.log(JSON.stringify([process.argv.slice(1), process.argv0, process.cwd(), process.execArgv, process.title]));',
  );
  const words = ['--port', '80', '', 'a b', '--', '*'];
  const bare = await run(process.execPath, [file, ...words]);
  const [argv, , cwd, execArgv] = JSON.parse((await eddyRun(['--quiet', '--', file, ...words])).stdout);
  const [bareArgv, , bareCwd, bareExecArgv] = JSON.parse(bare.stdout);
  deepEqual([argv, cwd, execArgv], [bareArgv, bareCwd, bareExecArgv]);
});

test('files that a shell opened for the program reach it', { skip: process.platform !== 'linux' }, async t => {
  const base = folder(t);
  const file = program(t, 'import { writeSync } from "node:fs"; writeSync(3, "three"); writeSync(9, "nine");');
  const command = '"$0" "$@" 3>three 9>nine';
  const ended = await run('sh', ['-c', command, process.execPath, eddy, 'run', '--events', 'e', file], { cwd: base });
  equal(ended.status, 0, ended.stderr);
  deepEqual([readFileSync(join(base, 'three'), 'utf8'), readFileSync(join(base, 'nine'), 'utf8')], ['three', 'nine']);
});

test('a file that the program’s output goes to is not ours to write', async t => {
  const base = folder(t);
  const file = program(t, 'console.log("mine")');
  for (const redirect of ['>log', '2>log']) {
    const words = [process.execPath, eddy, 'run', '--report', 'log', file];
    const ended = await run('sh', ['-c', `"$0" "$@" ${redirect}`, ...words], { cwd: base });
    equal(ended.status, 2, `${redirect}: ${ended.stderr}`);
  }
});

test('NODE_OPTIONS of the user still work', async t => {
  const file = program(t, 'console.log(typeof gc, process.noDeprecation);');
  const ended = await eddyRun(['--quiet', file], { env: { NODE_OPTIONS: '--expose-gc  --no-deprecation' } });
  equal(ended.stdout, 'function true\n', ended.stderr);
});

test('our words are lines of ours; the program’s stay as they were', async t => {
  const file = program(
    t,
    'console.error("first"); console.error("second"); Promise.reject(new Error("x")); process.on("unhandledRejection", () => {});',
  );
  const { stderr } = await eddyRun([file], { env: calm });
  const others = stderr.split('\n').filter(line => !line.startsWith('eddy: '));
  deepEqual(others, ['first', 'second', '']);
  match(stderr, /^eddy: rejection-unhandled: /m);
  match(stderr, /^eddy: 1 finding: /m);
  ok(!stderr.includes('\u001b'));
});

test('--json is one document beside the program’s own words', async t => {
  const ended = await eddyRun(['--json', program(t, 'console.error("own");')]);
  const lines = ended.stderr.trimEnd().split('\n');
  equal(lines.length, 2);
  equal(lines[0], 'own');
  deepEqual(JSON.parse(lines[1]!).end, { how: 'exit', code: 0 });
});

test('events are lines that begin with the target’s start, end with its end, and count up', async t => {
  const file = program(
    t,
    `import { createServer, get } from 'node:http';
     const server = createServer((_, response) => response.end('ok')).listen(0, () => {
       get({ port: server.address().port, agent: false }, response => response.resume().on('end', () => server.close()));
     });`,
  );
  const path = join(folder(t), 'e.ndjson');
  const ended = await eddyRun(['--events', path, file]);
  equal(ended.status, 0, ended.stderr);
  const events = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as EddyEvent);
  equal(events.at(0)?.kind, 'target-started');
  equal(events.at(-1)?.kind, 'target-ended');
  ok(
    events.some(({ kind, data }) => kind === 'flow-started' && data.kind === 'request'),
    JSON.stringify(events),
  );
  deepEqual(
    events.map(({ seq }) => seq),
    [...events.keys()],
  );
});

test('processes and workers that the program starts are in its report', async t => {
  const file = program(
    t,
    `import { fork } from 'node:child_process';
     import { Worker } from 'node:worker_threads';
     if (process.argv[2] === undefined) {
       const child = fork(process.argv[1], ['child']);
       child.on('exit', () => new Worker('require("node:timers").setTimeout(() => {}, 50)', { eval: true }));
     }`,
  );
  const path = join(folder(t), 'r.json');
  equal((await eddyRun(['--report', path, file])).status, 0);
  const { targets, flows } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  deepEqual(targets.map(({ kind }) => kind).sort(), ['process', 'process', 'worker']);
  ok(
    targets.every(({ end }) => end !== undefined),
    JSON.stringify(targets),
  );
  ok(flows.total >= 3, JSON.stringify({ flows, targets }));
});

const ownEnvironments = [
  ['a thread', 'new Worker(bad, { eval: true, env: {}, execArgv: [] })'],
  ['a child', 'spawn(process.execPath, ["-e", bad], { env: {} })'],
  ['a child in a shell', 'spawn("sh", ["-c", `"$0" -e "$1"; :`, process.execPath, bad], { env: {} })'],
  ['a child that is waited for', 'spawnSync(process.execPath, ["-e", bad], { env: {} })'],
  ['a file that is waited for', 'execFileSync(process.execPath, ["-e", bad], { env: {} })'],
] as const;
for (const [what, start] of ownEnvironments) {
  for (const major of nodeMajors) {
    test(`${what} is seen though its environment is its own, on Node ${major}`, {
      skip: withoutNode(major),
    }, async t => {
      const file = program(
        t,
        `import { execFileSync, spawn, spawnSync } from 'node:child_process';
         import { Worker } from 'node:worker_threads';
         const bad = "process.on('unhandledRejection', () => {}); Promise.reject(new Error('x'))";
         ${start};`,
      );
      const path = join(folder(t), 'r.json');
      const ended = await run(nodePath(major), [eddy, 'run', '--quiet', '--report', path, file], { env: calm });
      deepEqual([ended.status, ended.stdout, ended.stderr], [0, '', '']);
      const { findings } = JSON.parse(readFileSync(path, 'utf8')) as Report;
      deepEqual(kindsOf(findings), ['rejection-unhandled']);
    });
  }
}

test('with the preload by hand, children are seen too, each in a file of its own', async t => {
  const file = program(
    t,
    `import { spawn } from 'node:child_process';
     spawn(process.execPath, ['-e', "console.log('child')"], { stdio: 'inherit' });
     spawn(process.execPath, ['-e', "console.log('child')"], { stdio: 'inherit', env: {} });`,
  );
  const base = folder(t);
  const env = { EDDY_OPTIONS: `--report ${join(base, 'r.json')}` };
  const ended = await run(process.execPath, ['--require', preload, file], { env });
  deepEqual([ended.status, ended.stdout, ended.stderr], [0, 'child\nchild\n', '']);
  deepEqual(
    readdirSync(base)
      .sort()
      .map(name => name.replace(/\d+$/, 'PID')),
    ['r.json', 'r.json.PID', 'r.json.PID'],
  );
});

test('a thread is what it was: its class, its constructor, a class of one’s own', async t => {
  const file = program(
    t,
    `import { createRequire } from 'node:module';
     import threads, { Worker } from 'node:worker_threads';
     class Mine extends Worker {}
     const one = new Mine('', { eval: true, env: { A: '1' } });
     const two = new Worker('', { eval: true });
     console.log(one instanceof Mine, one instanceof Worker, one.constructor === Mine, two.constructor === Worker,
       Worker === threads.Worker, createRequire(import.meta.url)('node:worker_threads').Worker === Worker, Worker.name);
     try { Worker(''); } catch (error) { console.log(error.name); }`,
  );
  const bare = await run(process.execPath, [file]);
  const ended = await eddyRun(['--quiet', file]);
  deepEqual([ended.status, ended.stdout, ended.stderr], [0, bare.stdout, '']);
});

test('what a target left as a file because it could not wait is in the report', async t => {
  // A verified fake: it does by hand what the inside does when its line is not up in time.
  const file = program(
    t,
    `import { writeFileSync } from 'node:fs';
     import { dirname, join } from 'node:path';
     const info = { id: 'fake', kind: 'process', pid: process.ppid, thread: 0, node: '26', argv: [], started: 1, isolation: true, notes: [] };
     const listing = { total: 7, live: 0, items: [], dropped: 0 };
     const state = { sections: { tasks: listing }, system: {}, findings: [], dropped: {} };
     writeFileSync(join(dirname(process.env.EDDY_HUB), 'fake.lines'), [
       { say: 'target', target: info },
       { say: 'state', target: 'fake', at: 2, state },
       { say: 'end', target: 'fake', at: 3, info: { ...info, ended: 3, end: { how: 'exit', code: 0 } } },
     ].map(line => JSON.stringify(line) + '\\n').join(''));`,
  );
  const path = join(folder(t), 'r.json');
  const ended = await eddyRun(['--report', path, file]);
  equal(ended.status, 0, ended.stderr);
  const { targets, tasks } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  deepEqual(targets.find(({ id }) => id === 'fake')?.end, { how: 'exit', code: 0 });
  equal(tasks.total, 7);
});
