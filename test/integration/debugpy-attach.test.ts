// `eddy attach` to Python programs that run already: by the port that their debugpy listens on, and by their pid.
import { equal, match, ok } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { startBare } from '../launch/bare-program.ts';
import { debianPython, eddy, folder, run, withoutDebugpy } from '../launch/index.ts';
import { childrenOf, lineIn, pythonPrograms, untilEnded } from './open-python.ts';

const program = join(pythonPrograms, 'listens.py');
const skip = withoutDebugpy();
const withoutGdb = skip || (!existsSync('/usr/bin/gdb') && process.env.CI !== 'true' && 'gdb is not here');
const snap = ['--snap', `listens.py:${lineIn(program, 'add')}`, '--max-hits', '2', '--session', 'one'];

/** A program of its own, and the lines that it prints. */
async function start(t: TestContext, ...words: string[]) {
  const child = spawn(debianPython, ['-Xfrozen_modules=off', program, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value as string;
  const first = await next();
  const end = async () => {
    child.stdin.end('end\n');
    const last = await next();
    return { last, status: (await ended)[0] as number | null };
  };
  return { child, first, end };
}

/** Until it has told of so many snaps; then `eddy ps`, and Ctrl-C. Gives all that was said, and its status. */
/** Jobs come and go; one of them, or who waits for them, is at a line of the program. */
const jobs = /^\S+ +(waiting|running) .*listens\.py:\d+ \((main|count)\)/m;

async function attach(
  t: TestContext,
  words: readonly string[],
  snaps: number,
): Promise<{ text: string; flows: string; status: number }> {
  const place = folder(t);
  const child: ChildProcess = spawn(process.execPath, [eddy, 'attach', ...words], {
    env: { ...process.env, TMPDIR: place, XDG_STATE_HOME: place, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let text = '';
  let flows = '';
  let adapters: number[] = [];
  child.stderr?.setEncoding('utf8');
  for await (const part of child.stderr as AsyncIterable<string>) {
    text += part;
    if (!text.includes('attached to') || text.split('snap p1 at').length <= snaps || child.killed) continue;
    adapters = childrenOf(child.pid as number, 'probes/adapter.py');
    const env = { TMPDIR: place, XDG_STATE_HOME: place };
    flows = (await run(process.execPath, [eddy, 'ps', '--run', String(child.pid)], { env })).stdout;
    child.kill('SIGINT');
  }
  const [status] = (await ended) as [number];
  await untilEnded(adapters);
  return { text, flows, status };
}

test('a program that listens is attached to by its port, twice, and runs on', { skip }, async t => {
  const { first: port, end } = await start(t, 'listen');
  const words = [...snap, '--match', 'task:job-1', `127.0.0.1:${port}`];
  for (let round = 0; round < 2; round++) {
    const { text, flows, status } = await attach(t, words, 2);
    equal(status, 0, text);
    match(flows, jobs);
    match(text, /snap p1 at .*listens\.py:\d+ \(count\).*total=/);
    match(text, /SIGINT: detached/);
  }
  equal((await end()).status, 0);
});

/** One that is older than the processor cannot write its registers, and so call nothing in any process. */
async function whyGdbCannot(t: TestContext): Promise<string | undefined> {
  const { pid } = await startBare(t, '/bin/sh', ['-c', 'echo ready; read line']);
  const words = ['--nx', '--batch', '--pid', String(pid), '--eval-command=call (int)getpid()'];
  const { stderr } = await run('/usr/bin/gdb', words);
  const [said] = /Couldn't write extended state status.*/.exec(stderr) ?? [];
  return said && `gdb can call nothing in a process here: ${said}`;
}

test('a program that knows nothing of debugpy is attached to by its pid, and is as it was', {
  skip: withoutGdb,
}, async t => {
  const cannot = await whyGdbCannot(t);
  if (cannot !== undefined) return t.skip(cannot);
  const { child, end } = await start(t);
  const { text, flows, status } = await attach(t, [...snap, '--match', 'task:job-2', String(child.pid)], 2);
  equal(status, 0, text);
  match(flows, jobs);
  const { last, status: own } = await end();
  equal(last, 'bare');
  equal(own, 0);
});

test('what cannot be attached to says why and what to do', { skip }, async t => {
  const place = folder(t);
  const env = { TMPDIR: place, XDG_STATE_HOME: place };
  const refused = async (word: string) => {
    const { status, stderr } = await run(process.execPath, [eddy, 'attach', word], { env });
    equal(status === 2 || status === 70, true, `${status} ${stderr}`);
    return stderr;
  };
  const other = spawn('sleep', ['1000']);
  const over = once(other, 'exit');
  t.after(async () => {
    other.kill('SIGKILL');
    await over;
  });
  match(await refused(String(other.pid)), /is sleep, not Node\. Nothing was sent to it\./);
  match(await refused('999999999'), /no process 999999999/);
  match(await refused('127.0.0.1:1'), /nothing listens there/);
  match(await refused('shop'), /neither a process nor a port/);
  // The port is somebody else's, who closes at once.
  const taken = createServer(socket => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await once(taken.listen(0, '127.0.0.1'), 'listening');
  t.after(() => taken.close());
  const { port } = taken.address() as { port: number };
  const said = await refused(`127.0.0.1:${port}`);
  match(said, /did not let us in/);
  ok(said.includes('debugpy.listen()'), said);
});
