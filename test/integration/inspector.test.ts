// Into processes that were started without us: who is let in, what is sent, and that all is closed again.
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../src/base/index.ts';
import { type OpenInspector, openInspector, openInspectorAt } from '../../src/hub/engine/inspector/index.ts';
import { standingOf } from '../../src/hub/engine/inspector/standing.ts';
import { anyPort, type BareProgram, isListening, startBare } from '../launch/bare-program.ts';
import { debianPython, eddy, folder, nodeMajors, nodePath, root, run, until, withoutNode } from '../launch/index.ts';
import { isAlive } from '../launch/processes.ts';

const target = (name: string) => join(root, 'test/targets/unprepared', name);
const skip = process.platform !== 'linux' && 'processes without Eddy are looked into by /proc';
const asRoot = skip || (process.getuid?.() !== 0 && 'only root can be another user');
const waiting = "console.log('ready'); setInterval(() => {}, 1000)";

const how = (more: Partial<OpenInspector> = {}): OpenInspector => ({
  clock: systemClock,
  withinMs: 10_000,
  tell() {},
  ...more,
});

/** Refused with these words, and it lives on without having been told anything. */
async function refused(program: BareProgram, words: RegExp): Promise<void> {
  let told = 0;
  const opening = openInspector(program.pid, how({ tell: () => void told++ }));
  await rejects(opening, words);
  deepEqual([isAlive(program.pid), told, program.said().stderr], [true, 0, '']);
}

const portOf = ({ said }: BareProgram) =>
  until(async () => {
    const [, port] = /listening on ws:\/\/[\d.]+:(\d+)/.exec(said().stderr) ?? [];
    return port === undefined ? undefined : Number(port);
  });

for (const major of nodeMajors) {
  const without = skip || withoutNode(major);
  test(`Node ${major}: opened, asked and closed, again and again`, { skip: without }, async t => {
    const program = await startBare(t, nodePath(major), [anyPort, '-e', waiting]);
    for (let time = 0; time < 5; time++) {
      const told: string[] = [];
      const { connection, port, wasOpen, close } = await openInspector(
        program.pid,
        how({ tell: text => told.push(text) }),
      );
      const { result } = (await connection.ask('Runtime.evaluate', { expression: 'process.pid' })) as {
        result: { value: number };
      };
      deepEqual([result.value, wasOpen, told.length], [program.pid, false, 1]);
      await rejects(connection.ask('No.such'), /No\.such: the inspector says: /);
      await close();
      await close();
      deepEqual([await isListening(port), connection.isOver], [false, true]);
    }
    equal(isAlive(program.pid), true);
  });

  test(`Node ${major}: --disable-sigusr1 is seen before anything is sent`, { skip: without }, async t => {
    const program = await startBare(t, nodePath(major), ['--disable-sigusr1', '-e', waiting]);
    await refused(
      program,
      /was started with --disable-sigusr1.*Nothing was sent to it\. Start it under Eddy next time/,
    );
  });
}

test('a program that is not Node is never signalled, whatever its name', { skip }, async t => {
  const disguised = join(folder(t), 'node');
  copyFileSync('/bin/sh', disguised);
  chmodSync(disguised, 0o755);
  const script = 'echo ready; while :; do sleep 1; done';
  await refused(await startBare(t, '/bin/sh', ['-c', script]), /is \w+, not Node\. Nothing was sent to it/);
  await refused(await startBare(t, disguised, ['-c', script]), /is node, not Node\. Nothing was sent to it/);
});

test('a Python program is told how', { skip: skip || (!existsSync(debianPython) && 'no Python here') }, async t => {
  const program = await startBare(t, debianPython, ['-u', '-c', "print('ready')\nimport time\ntime.sleep(600)"]);
  await refused(program, /is a Python program.*eddy attach \d+/);
});

test('a handler of its own for the signal is asked about, and runs where it may', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, target('own-handler.mjs')]);
  await refused(program, /own-handler\.mjs names SIGUSR1.*say --yes/);
  const opening = openInspector(program.pid, how({ evenWithOwnHandler: true }));
  await rejects(opening, /was sent SIGUSR1 and does something of its own at it, which it has done: no inspector opens/);
  await until(async () => (program.said().stdout.includes('rotated') ? true : undefined));
});

test('one that is stopped is left alone', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, '-e', waiting]);
  process.kill(program.pid, 'SIGSTOP');
  await until(async () => (/^State:\tT/m.test(readFileSync(`/proc/${program.pid}/status`, 'utf8')) ? true : undefined));
  await refused(program, /is stopped\. Nothing was sent to it\. Let it go on first: kill -CONT/);
  process.kill(program.pid, 'SIGCONT');
});

test('what there is no more, and what is a thread', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, '-e', waiting]);
  const thread = Number(readdirSync(`/proc/${program.pid}/task`).at(-1));
  await rejects(openInspector(thread, how()), new RegExp(`is a thread of process ${program.pid}`));
  await program.end();
  await rejects(openInspector(program.pid, how()), /There is no process/);
});

test('a port that another has is not waited for', { skip }, async t => {
  const other = await startBare(t, process.execPath, ['--inspect=127.0.0.1:0', '-e', waiting]);
  const port = await portOf(other);
  const program = await startBare(t, process.execPath, [`--inspect-port=${port}`, '-e', waiting]);
  await refused(program, new RegExp(`Port ${port}, where Node would open the inspector .* is taken`));
});

test('one that ends when it is looked into has ended by itself', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, target('ends.mjs')]);
  const ended = await run(process.execPath, [eddy, 'dump', String(program.pid), '-']);
  deepEqual([ended.status === 0, ended.stdout], [false, '']);
  match(ended.stderr, /ended (?:in the middle of its dump|while its inspector was opened)/);
  equal(program.child.exitCode, 7);
});

test('a blocking read is not broken by a signal', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, target('reads.mjs')]);
  await until(async () => (readFileSync(`/proc/${program.pid}/wchan`, 'latin1').includes('read') ? true : undefined));
  await refused(program, /is in a blocking read, which a signal would break\. Nothing was sent/);
  program.child.stdin?.end();
  await until(async () => (program.said().stdout.includes('free') ? true : undefined));
});

test('one that waits for a program in a synchronous call is not signalled, and that program is named', {
  skip,
}, async t => {
  const program = await startBare(t, process.execPath, [anyPort, target('calls.mjs')]);
  await until(async () => (standingOf(program.pid).how === 'calls' ? true : undefined));
  await refused(
    program,
    /is blocked outside JavaScript: it waits for its child process \d+ \(cat\)\. Nothing was sent/,
  );
  program.child.stdin?.end();
  await until(async () => (standingOf(program.pid).how === 'free' ? true : undefined));
});

test('nor one in a system call that does not return', { skip }, async t => {
  const pipe = join(folder(t), 'pipe');
  await run('mkfifo', [pipe]);
  const code = `console.log('ready'); setImmediate(() => fs.openSync(${JSON.stringify(pipe)}))`;
  const program = await startBare(t, process.execPath, [anyPort, '-e', code]);
  await until(async () => (standingOf(program.pid).how === 'calls' ? true : undefined));
  await refused(program, /is blocked outside JavaScript: it stands in a system call \(\w+\)\. Nothing was sent/);
});

test('one that computes outside JavaScript opens it later: that is waited for, and it is closed again', {
  skip,
}, async t => {
  const program = await startBare(t, process.execPath, [anyPort, target('computes.mjs')]);
  const told: string[] = [];
  const { port, wasOpen, close } = await openInspector(
    program.pid,
    how({ openWithinMs: 0, tell: text => told.push(text) }),
  );
  deepEqual([wasOpen, told.length], [false, 2]);
  match(told[1] ?? '', /does not answer, as in a call outside JavaScript.*so that it is closed again/);
  await close();
  equal(await isListening(port), false);
});

test('who does not wait for that is told that it opens later', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, target('computes.mjs')]);
  const opening = openInspector(program.pid, how({ openWithinMs: 0, lingerMs: 0 }));
  await rejects(opening, /opened no inspector within.*It is blocked outside JavaScript.*When it goes on/);
  equal(await isListening(await portOf(program)), true);
});

test('one that ends is not made to wait for us', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, '-e', waiting]);
  const { connection, isEnding } = await openInspector(program.pid, how());
  const expression = 'setImmediate(() => process.exit(7))';
  connection.ask('Runtime.evaluate', { expression }).catch(() => {});
  await until(async () => (program.child.exitCode === null ? undefined : true));
  deepEqual([program.child.exitCode, isEnding()], [7, true]);
});

test('one that blocks after it has opened closes it when it goes on', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, target('blocks.mjs')]);
  const { connection, port, close } = await openInspector(program.pid, how({ withinMs: 300 }));
  await rejects(connection.ask('Runtime.evaluate', { expression: '1' }), /no answer within 300 ms/);
  await rejects(close(), /is open still, at port \d+\. The program is too busy/);
  equal(await isListening(port), true);
  program.child.stdin?.end();
  await until(async () => (program.said().stdout.includes('free') ? true : undefined));
  await until(async () => ((await isListening(port)) ? undefined : true));
});

test('who has had enough leaves nothing open', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, '-e', waiting]);
  const stop = new AbortController();
  const opening = openInspector(program.pid, how({ signal: stop.signal, tell: () => stop.abort(new Error('enough')) }));
  await rejects(opening, /enough/);
  equal(await isListening(await portOf(program)), false);
  equal(isAlive(program.pid), true);
});

test('Ctrl-C in the middle of a dump lets the program go', { skip }, async t => {
  const code = `globalThis.kept = Array.from({ length: 400_000 }, (_, id) => ({ id })); ${waiting}`;
  const program = await startBare(t, process.execPath, [anyPort, '-e', code]);
  const ended = await run(process.execPath, [eddy, 'dump', String(program.pid), '-', '--yes'], {
    onChild: child => child.stderr?.once('data', () => child.kill('SIGINT')),
  });
  deepEqual([ended.signal, ended.stdout], ['SIGINT', '']);
  equal(await isListening(await portOf(program)), false);
  equal(isAlive(program.pid), true);
});

test('who is killed leaves nothing open', { skip }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, '-e', waiting]);
  const visit = [
    `import { systemClock as clock } from ${JSON.stringify(join(root, 'src/base/index.ts'))};`,
    `import { openInspector } from ${JSON.stringify(join(root, 'src/hub/engine/inspector/index.ts'))};`,
    `const { connection } = await openInspector(${program.pid}, { clock, withinMs: 10_000, tell() {} });`,
    "await connection.ask('Runtime.evaluate', { expression: '1' });",
    "console.log('in there');",
  ].join('\n');
  const visitor = await startBare(t, process.execPath, ['--input-type=module', '-e', visit]);
  const port = await portOf(program);
  equal(await isListening(port), true);
  await visitor.end('SIGKILL');
  await until(async () => ((await isListening(port)) ? undefined : true));
  equal(isAlive(program.pid), true);
});

test('another user is refused', { skip: asRoot }, async t => {
  const program = await startBare(t, process.execPath, [anyPort, '-e', waiting]);
  const ended = await asNobody(t, [eddy, 'dump', String(program.pid), '-']);
  equal(ended.status, 2, ended.stderr);
  match(ended.stderr, /is another user's \(uid 0\)\. Nothing was sent to it\. Run eddy as that user/);
  deepEqual([isAlive(program.pid), program.said().stderr], [true, '']);
});

function asNobody(t: TestContext, words: readonly string[]) {
  const place = folder(t);
  chmodSync(place, 0o777);
  const env = { TMPDIR: place, XDG_STATE_HOME: place, HOME: place };
  return run('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, ...words], {
    env,
    cwd: '/',
  });
}

test('a network of its own is told of', { skip: asRoot }, async t => {
  const able = await run('unshare', ['-n', 'true']);
  if (able.status !== 0) return t.skip('no network of its own can be made here');
  const program = await startBare(t, 'unshare', ['-n', process.execPath, '-e', waiting]);
  await refused(program, /in a network of its own.*nsenter -t \d+ -n eddy dump/);
});

for (const major of nodeMajors)
  test(`Node ${major}: one that waits for its debugger before its first line is refused, and waits on`, {
    skip: skip || withoutNode(major),
  }, async t => {
    const child = spawn(nodePath(major), ['--inspect-brk=0', '-e', waiting], { stdio: ['ignore', 'ignore', 'pipe'] });
    const closed = once(child, 'close');
    t.after(async () => {
      child.kill('SIGKILL');
      await closed;
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const port = await until(async () => {
      const [, found] = /listening on ws:\/\/[\d.]+:(\d+)/.exec(stderr) ?? [];
      return found === undefined ? undefined : Number(found);
    });
    const pid = child.pid!;
    await rejects(openInspector(pid, how()), /waits for a debugger before its first line/);
    await rejects(openInspectorAt('127.0.0.1', port, how()), /waits for a debugger before its first line/);
    const { status, stderr: said } = await run(process.execPath, [eddy, 'dump', String(pid), '--yes']);
    deepEqual([status, isAlive(pid), await isListening(port)], [2, true, true]);
    match(said, /waits for a debugger/);
  });
