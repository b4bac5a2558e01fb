/** `eddy run` ends as the program does; its own refusals have statuses of their own and start nothing. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Hub, openHub } from '../../src/doors/client/index.ts';
import type { Report } from '../../src/wire/protocol/index.ts';
import { targetsThere } from '../launch/bindings.ts';
import { calm, type Ended, eddy, folder, type RunOptions, run, until } from '../launch/index.ts';

function eddyRun(words: readonly string[], options?: RunOptions) {
  return run(process.execPath, [eddy, 'run', ...words], options);
}

/** Meanwhile, with its hub and the pid that the program has said first. */
async function withItsHub(
  t: TestContext,
  words: readonly string[],
  meanwhile: (hub: Hub, pid: number) => Promise<void>,
): Promise<Ended> {
  const place = folder(t);
  const said = Promise.withResolvers<readonly [eddy: number, pid: number]>();
  const ended = eddyRun(words, {
    env: { TMPDIR: place },
    onChild: child => child.stdout?.once('data', text => said.resolve([child.pid as number, Number(text)])),
  });
  const early = ended.then(({ stderr }) => Promise.reject(new Error(`It ended before it said a word: ${stderr}`)));
  const [eddyPid, pid] = await Promise.race([said.promise, early]);
  early.catch(() => {});
  const hub = await openHub(String(eddyPid), 'test', [place]);
  t.after(() => hub.close());
  await meanwhile(hub, pid);
  return ended;
}

function program(t: TestContext, text: string, name = 'p.mjs'): string {
  const file = join(folder(t), name);
  writeFileSync(file, text);
  return file;
}

const nodeEnds: [string, string, number | null, string | null, Report['targets'][number]['end']][] = [
  ['a normal end', '', 0, null, { how: 'exit', code: 0 }],
  ['exit(3)', 'process.exit(3)', 3, null, { how: 'exit', code: 3 }],
  ['exitCode', 'process.exitCode = 4', 4, null, { how: 'exit', code: 4 }],
  ['an uncaught error', 'throw new Error("own words")', 1, null, { how: 'exit', code: 1 }],
  ['an unhandled rejection', 'Promise.reject(new Error("own words"))', 1, null, { how: 'exit', code: 1 }],
  ['an await that never settles', 'await new Promise(() => {})', 13, null, { how: 'exit', code: 13 }],
  [
    'SIGTERM',
    'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)',
    null,
    'SIGTERM',
    { how: 'signal', signal: 'SIGTERM' },
  ],
  [
    'SIGKILL',
    'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)',
    null,
    'SIGKILL',
    { how: 'signal', signal: 'SIGKILL' },
  ],
];
for (const [what, text, status, signal, end] of nodeEnds) {
  test(`${what}: the same end, and a report that says so`, async t => {
    const file = program(t, text);
    const bare = await run(process.execPath, [file]);
    const report = join(folder(t), 'r.json');
    const ended = await eddyRun(['--report', report, file]);
    deepEqual([bare.status, bare.signal], [status, signal]);
    deepEqual([ended.status, ended.signal], [status, signal], ended.stderr);
    equal(ended.stdout, bare.stdout);
    const { targets } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    deepEqual(
      targets.map(({ end }) => end),
      [end],
    );
  });
}

for (const spoilt of [
  'Map.prototype.get',
  'Array.prototype[Symbol.iterator]',
  'JSON.stringify',
  'Array.prototype.push',
]) {
  test(`a program that spoils ${spoilt} ends as it does bare`, async t => {
    const file = program(
      t,
      `${spoilt} = () => { throw 1; }; process.stdout.write('alive'); setTimeout(() => {}, 200);`,
    );
    // What is told now and then is told in that time, too.
    const ended = await eddyRun(['--quiet', file], { env: { EDDY_MONITOR_SAMPLES: '100ms' } });
    deepEqual([ended.status, ended.stdout, ended.stderr], [0, 'alive', '']);
  });
}

test('after kill -9 the report has what was known', async t => {
  const file = program(
    t,
    `import { createServer, get } from 'node:http';
     const server = createServer((_, response) => response.end('ok')).listen(0, () => {
       get({ port: server.address().port, agent: false }, response => response.resume().on('end', () => {
         console.log(process.pid);
       }));
     });`,
  );
  const path = join(folder(t), 'r.json');
  const ended = await withItsHub(t, ['--report', path, file], async (hub, pid) => {
    // What a target knows it tells now and then.
    await until(async () => {
      const { report } = await hub.ask('report', {});
      return report.flows.items.some(({ kind }) => kind === 'request') || undefined;
    });
    process.kill(pid, 'SIGKILL');
  });
  equal(ended.signal, 'SIGKILL');
  const { targets, flows } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  deepEqual(
    targets.map(({ end }) => end),
    [{ how: 'signal', signal: 'SIGKILL' }],
  );
  ok(
    flows.items.some(({ kind }) => kind === 'request'),
    JSON.stringify(flows),
  );
});

const shellEnds: [string, number | null, string | null][] = [
  ['exit 0', 0, null],
  ['exit 7', 7, null],
  ['kill -PIPE $$', null, 'SIGPIPE'],
  ['kill -USR1 $$', null, 'SIGUSR1'],
  ['kill -9 $$', null, 'SIGKILL'],
];
for (const [words, status, signal] of shellEnds) {
  test(`a command on PATH: ${words}`, async () => {
    const ended = await eddyRun(['sh', '-c', words]);
    deepEqual([ended.status, ended.signal, ended.stdout], [status, signal, '']);
    match(ended.stderr, /nothing was observed/);
  });
}

test('a child that is killed does not change the end of the program', async t => {
  const file = program(
    t,
    `import { fork } from 'node:child_process';
     if (process.argv[2] === 'child') { process.send('up'); setInterval(() => {}, 1000); }
     else {
       const child = fork(process.argv[1], ['child']);
       child.on('message', () => console.log(child.pid));
       child.on('exit', (_, signal) => console.log(signal));
     }`,
  );
  const path = join(folder(t), 'r.json');
  const ended = await withItsHub(t, ['--report', path, file], async (hub, child) => {
    // It says so itself before its keeper has called.
    await targetsThere(hub, 2);
    process.kill(child, 'SIGKILL');
  });
  equal(ended.status, 0, ended.stderr);
  match(ended.stdout, /^\d+\nSIGKILL\n$/);
  const { targets } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  deepEqual(targets.map(({ end }) => end?.how).sort(), ['exit', 'lost']);
});

test('a program that leaves a process behind is not waited for', async t => {
  const file = program(
    t,
    `import { spawn } from 'node:child_process';
     const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
     child.unref();
     console.log(child.pid);`,
  );
  const ended = await eddyRun([file]);
  equal(ended.status, 0, ended.stderr);
  const left = Number(ended.stdout);
  // It goes on without its hub, as it would have without Eddy.
  process.kill(left, 0);
  process.kill(left, 'SIGKILL');
});

const refusals: [string, (base: string) => string[], number, RegExp][] = [
  ['no program', () => [], 2, /which program\?/],
  ['a missing file', () => ['./missing.mjs'], 127, /"\.\/missing\.mjs" was not found/],
  ['a missing command', () => ['no-such-command-of-ours'], 127, /folders of PATH/],
  ['a file that cannot be run', base => [join(base, 'plain.txt')], 126, /cannot be executed/],
  ['a folder', base => [join(base, 'dir')], 126, /is a folder/],
  ['an unknown option', () => ['--reprot', 'x', 'p.mjs'], 2, /no option --reprot.*--report/s],
  [
    'a report in a folder that is not there',
    base => ['--report', join(base, 'no/r.json'), join(base, 'marks.sh')],
    2,
    /--report .* cannot be written: its folder is not there/,
  ],
  ['a report that is a folder', base => ['--report', join(base, 'dir'), join(base, 'marks.sh')], 2, /is a folder/],
  [
    'events in a folder that is not there',
    base => ['--events', join(base, 'no/e.ndjson'), join(base, 'marks.sh')],
    2,
    /--events .* cannot be written/,
  ],
  [
    'events on standard output',
    base => ['--events', '-', join(base, 'marks.sh')],
    2,
    /standard output belongs to the program/,
  ],
  [
    'events on standard output by another name',
    base => ['--events', '/dev/stdout', join(base, 'marks.sh')],
    2,
    /standard output/,
  ],
  [
    'one file for both',
    base => ['--events', join(base, 'f'), '--report', join(base, 'f'), join(base, 'marks.sh')],
    2,
    /the same file/,
  ],
  [
    'an unknown finding',
    base => ['--fail-on', 'scope-crosed', join(base, 'marks.sh')],
    2,
    /no finding kind "scope-crosed".*scope-crossed/s,
  ],
  ['a count that is none', base => ['--fail-on', 'any:few', join(base, 'marks.sh')], 2, /"few" is not a count/],
];
for (const [what, words, status, message] of refusals) {
  test(`${what}: status ${status}, a clear word, and nothing started`, async t => {
    const base = folder(t);
    mkdirSync(join(base, 'dir'));
    writeFileSync(join(base, 'plain.txt'), 'text\n');
    writeFileSync(join(base, 'marks.sh'), `#!/bin/sh\ntouch ${join(base, 'started')}\n`);
    chmodSync(join(base, 'marks.sh'), 0o755);
    const ended = await eddyRun(words(base));
    equal(ended.status, status, ended.stderr);
    match(ended.stderr, message);
    equal(ended.stdout, '');
    ok(!ended.stderr.includes('\n    at '), ended.stderr);
    ok(!existsSync(join(base, 'started')));
    deepEqual(readdirSync(base).sort(), ['dir', 'marks.sh', 'plain.txt']);
  });
}

test('an interpreter that is not there', async t => {
  const file = program(t, '#!/no/such/interpreter\n', 'script');
  chmodSync(file, 0o755);
  const ended = await eddyRun(['--report', join(folder(t), 'r.json'), file]);
  equal(ended.status, 127);
  match(ended.stderr, /the interpreter that it names is not there/);
});

test('--fail-on any: 86 where the status would have been 0, else the program’s own', async t => {
  // A rejection that the program itself handles too late to be silent about: kinds that need no code of ours.
  const rejected = 'process.on("unhandledRejection", () => {}); Promise.reject(new Error("x"));';
  const fine = program(t, rejected);
  const failing = program(t, `${rejected} process.exitCode = 5;`);
  equal((await eddyRun([fine])).status, 0);
  const ended = await eddyRun(['--fail-on', 'any', fine], { env: calm });
  equal(ended.status, 86, ended.stderr);
  match(ended.stderr, /--fail-on any:0: 1 seen, so the status is 86/);
  equal((await eddyRun(['--fail-on', 'any:1', fine], { env: calm })).status, 0);
  equal((await eddyRun(['--fail-on', 'lock-cycle,scope-crossed:0', fine])).status, 0);
  equal((await eddyRun(['--fail-on', 'any', failing])).status, 5);
});
