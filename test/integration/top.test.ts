// `eddy top` in a real terminal, on a real program.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { calm, debianPython, eddy, root, run } from '../launch/index.ts';
import { shown } from '../launch/shown.ts';

const program = join(root, 'test/targets/top/busy.mjs');
// In CI a missing Python is a failure.
const skip =
  !existsSync(debianPython) &&
  process.env.CI === undefined &&
  `there is no ${debianPython}, which opens a terminal for the test`;

interface Busy {
  readonly env: Record<string, string | undefined>;
  end(): Promise<void>;
  /** Eddy alone: the program goes on until its standard input ends. */
  killHub(): void;
}

/** The program under Eddy, in a home of its own, until its standard input ends. */
async function busy(t: TestContext): Promise<Busy> {
  const home = mkdtempSync('/tmp/et-');
  const env = {
    ...process.env,
    ...calm,
    TMPDIR: home,
    XDG_STATE_HOME: home,
    TERM: 'xterm',
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };
  const child = spawn(process.execPath, [eddy, 'run', '--name', 'busy', program], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  t.after(async () => {
    child.stdin.destroy();
    await ended;
    rmSync(home, { recursive: true, force: true });
  });
  // What is told there, the hub knows.
  await Promise.all([shown(child.stdout, 'ready'), shown(child.stderr, 'scope-crossed')]);
  child.stderr.resume();
  return {
    env,
    async end() {
      child.stdin.end();
      await ended;
    },
    killHub: () => void child.kill('SIGKILL'),
  };
}

function terminal(t: TestContext, { env }: Busy, words: readonly string[]) {
  const python = join(root, 'test/targets/prompt/terminal.py');
  const child = spawn(debianPython, [python, process.execPath, eddy, 'top', ...words, 'busy'], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  child.stdin.on('error', () => {});
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let rest = '';
  child.stdout.on('data', part => {
    rest += part;
  });
  return { child, ended, all: () => rest };
}

const taken = '\u001b[?1049h';
const givenBack = '\u001b[?1049l';

test('keys lead through it, and the terminal is given back', { skip }, async t => {
  const program = await busy(t);
  const { child, ended, all } = terminal(t, program, ['--sort', 'name']);
  await shown(child.stdout, 'job 1');
  const opened = shown(child.stdout, 'awaits for');
  child.stdin.write('/job 2\r\r');
  await opened;
  const locks = shown(child.stdout, 'writer (');
  child.stdin.write('q3');
  await locks;
  child.stdin.write('q');
  deepEqual(await ended, [0, null]);
  ok(all().startsWith(taken));
  match(all(), /scope-crossed|2 findings 1/);
  ok(all().lastIndexOf(givenBack) > all().lastIndexOf('writer ('));
});

test('the end of the run ends it, with the terminal given back', { skip }, async t => {
  const program = await busy(t);
  const { child, ended, all } = terminal(t, program, []);
  await shown(child.stdout, 'job 1');
  await program.end();
  deepEqual(await ended, [0, null]);
  ok(all().indexOf('the run has ended') > all().indexOf(givenBack));
});

test('that the hub was killed is not called the end of the run', { skip }, async t => {
  const program = await busy(t);
  const { child, ended, all } = terminal(t, program, []);
  await shown(child.stdout, 'job 1');
  program.killHub();
  deepEqual(await ended, [0, null]);
  ok(all().indexOf('the hub has gone; its program may run on') > all().indexOf(givenBack));
});

test('--json follows until the run ends; without a terminal one look is printed', async t => {
  const program = await busy(t);
  const follower = spawn(process.execPath, [eddy, 'top', 'busy', '--json', '--interval', '100ms'], {
    env: program.env,
  });
  const over = once(follower, 'close') as Promise<[number | null]>;
  t.after(() => over);
  // A target tells of its locks about once a second.
  await shown(follower.stdout, '"flowName":"reader"');
  follower.stdout.resume();
  const { status, stdout, stderr } = await run(process.execPath, [eddy, 'top', 'busy'], { env: program.env });
  deepEqual([status, stderr], [0, '']);
  match(stdout, /\nerror +scope-crossed +1 /);
  match(stdout, /\n1 +Mutex 1 +mutex +1 .* writer \(.*reader\n/);
  match(stdout, /busy\.mjs:13 \(job\)/);
  equal(stdout.includes('\u001b'), false);
  await program.end();
  deepEqual(await over, [0, null]);
});

test('who follows ends when nobody reads any more', async t => {
  const { env } = await busy(t);
  const follow = async (words: string) => {
    // The shell waits for both.
    const command = [process.execPath, eddy, ...words.split(' ')];
    const { status, stdout } = await run('/bin/sh', ['-c', '"$@" | head -c 1', 'sh', ...command], { env });
    deepEqual([status, stdout], [0, '{'], words);
  };
  await Promise.all([follow('top busy --json'), follow('ps --watch --json --run busy')]);
});
