// `eddy run` in a real terminal: what is held is shown there, and commands are typed.
import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { openHub } from '../../src/doors/client/index.ts';
import { eddy, lineOf, root } from '../launch/index.ts';

const folder = join(root, 'test/targets/prompt');
const program = join(folder, 'pay.mjs');
const add = lineOf(program, 'add');
const python = '/usr/bin/python3';
// In CI a missing Python is a failure.
const skip =
  !existsSync(python) && process.env.CI === undefined && `there is no ${python}, which opens a terminal for the test`;

interface Terminal {
  /** Where runs and the history of this one are. */
  readonly home: string;
  /** Waits until it is shown, past what was waited for before; types then. */
  after(shown: string, typed: string): Promise<void>;
  /** All that was shown, and the status. */
  end(): Promise<{ status: number | null; shown: string }>;
}

/** `eddy run` with these words in a terminal; standard input is that terminal, or a file with this text. */
function open(t: TestContext, words: readonly string[], input?: string): Terminal {
  const home = mkdtempSync('/tmp/ep-');
  const file = join(home, 'input');
  if (input !== undefined) writeFileSync(file, input);
  const run = [process.execPath, eddy, 'run', ...words, program];
  const command = input === undefined ? run : ['/bin/sh', '-c', 'exec "$@" <"$0"', file, ...run];
  const child = spawn(python, [join(folder, 'terminal.py'), ...command], {
    env: { ...process.env, TMPDIR: home, XDG_STATE_HOME: home, TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  let shown = '';
  let seen = 0;
  let look = () => {};
  child.stdin.on('error', () => {});
  child.stdout.on('data', part => {
    shown += part;
    look();
  });
  t.after(async () => {
    // Its terminal goes with it, and with the terminal the run.
    child.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
  });
  const after = async (wanted: string, typed: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    look = () => {
      const at = shown.indexOf(wanted, seen);
      if (at < 0) return;
      seen = at + wanted.length;
      resolve();
    };
    look();
    void ended.then(() => reject(new Error(`It ended without "${wanted}":\n${shown}`)));
    await promise;
    child.stdin.write(typed);
  };
  const end = async () => ({
    status: (await ended)[0],
    shown: stripVTControlCharacters(shown).replaceAll('\r\n', '\n'),
  });
  return { home, after, end };
}

test('held: shown, looked at, changed, stepped and let go; standard input stays the program’s', { skip }, async t => {
  const terminal = open(t, ['--hold', `pay.mjs:${add}`], 'from a file');
  await terminal.after('h1> ', 'fee * 100 + 1\r');
  await terminal.after('301', '');
  await terminal.after('h1> ', 'set fee = 1000\r');
  await terminal.after('h1> ', 'tot');
  await terminal.after('tot', '\t');
  await terminal.after('al', ' + 9\r');
  // Two lines back in the history.
  await terminal.after('49', '');
  await terminal.after('h1> ', '\u001b[A\u001b[A\u001b[A\r');
  await terminal.after('100001', '');
  await terminal.after('h1> ', 'n\r');
  await terminal.after('h2> ', 'c\r');
  const { status, shown } = await terminal.end();
  equal(status, 7);
  match(shown, new RegExp(`^h1 {2}held at test/targets/prompt/pay\\.mjs:${add} \\(pay\\) for `));
  match(shown, new RegExp(`\n {2}> +${add} \\|   fee \\+= total; // @add\n`));
  match(shown, /\n {2}user {3}"ann"\n {2}total {2}40\n {2}fee {4}3\n/);
  match(shown, new RegExp(`\nh2 {2}held at test/targets/prompt/pay\\.mjs:${add + 1} [^]*\n {2}fee {4}1040\n`));
  match(shown, /\nann pays 1040\n/);
  match(shown, /\ninput: "from a file"\n/);
  const history = join(terminal.home, 'eddy', 'history');
  deepEqual(readFileSync(history, 'utf8').split('\n').slice(0, 3), ['fee * 100 + 1', 'set fee = 1000', 'total + 9']);
  equal(statSync(history).mode & 0o777, 0o600);
});

test('a terminal that is the program’s own is Eddy’s while something is held', { skip }, async t => {
  const terminal = open(t, ['--hold', `pay.mjs:${add}`]);
  await terminal.after('--no-prompt', '');
  await terminal.after('h1> ', 'c\r');
  await terminal.after('ann pays 43', 'for the program\n\u0004');
  const { status, shown } = await terminal.end();
  equal(status, 7);
  match(shown, /\ninput: "for the program\\n"\n/);
});

test('--prompt takes it: before the first line, and Ctrl-D leaves; what is held waits for others', {
  skip,
}, async t => {
  const terminal = open(t, ['--prompt', '--wait', '--hold', `pay.mjs:${add}`]);
  await terminal.after('s1> ', 'c\r');
  await terminal.after('h2> ', '\u0004');
  await terminal.after('still held: h2;', '');
  const hub = await openHub(undefined, 'test', [terminal.home]);
  t.after(() => hub.close());
  await hub.ask('resume', {});
  const { status, shown } = await terminal.end();
  equal(status, 7);
  match(shown, /^s1 {2}stopped at test\/targets\/prompt\/pay\.mjs:1 /);
  match(shown, /\ninput: ""\n/);
});

test('Ctrl-C at the prompt ends the program, as it would without', { skip }, async t => {
  const terminal = open(t, ['--prompt', '--hold', `pay.mjs:${add}`]);
  await terminal.after('h1> ', '\u0003');
  const { status, shown } = await terminal.end();
  equal(status, 130);
  match(shown, /h1> \^C\n/);
});
