/** Signals that `eddy run` gets are the program's, and whatever the end, nothing of ours stays. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Report } from '../../src/wire/protocol/index.ts';
import { eddy, folder, run } from '../launch/index.ts';

interface Setting {
  readonly base: string;
  readonly tmp: string;
  readonly report: string;
}

function setting(t: TestContext): Setting {
  const base = folder(t);
  return { base, tmp: folder(t), report: join(base, 'r.json') };
}

/** Runs it and acts on Eddy's process when the program has said a word. */
function underEddy({ base, tmp, report }: Setting, text: string, onWord: (word: string, child: ChildProcess) => void) {
  const file = join(base, 'p.mjs');
  writeFileSync(file, text);
  return run(process.execPath, [eddy, 'run', '--report', report, file], {
    // A folder of ours would be seen in it.
    env: { TMPDIR: tmp },
    onChild: child => {
      child.stdout?.on('data', (data: Buffer) => {
        for (const word of String(data).split('\n').filter(Boolean)) onWord(word, child);
      });
    },
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGALRM'] as const) {
  test(`${signal} ends the program, and Eddy by the same signal`, async t => {
    const place = setting(t);
    const ended = await underEddy(place, 'console.log("ready"); setInterval(() => {}, 1000);', (_, child) =>
      child.kill(signal),
    );
    deepEqual([ended.status, ended.signal], [null, signal], ended.stderr);
    deepEqual(readdirSync(place.tmp), []);
    const { targets } = JSON.parse(readFileSync(place.report, 'utf8')) as Report;
    ok(
      targets.every(({ end }) => end?.how === 'signal' && end.signal === signal),
      JSON.stringify(targets),
    );
  });
}

test('a program that handles a signal gets it once, and decides itself how it ends', async t => {
  const place = setting(t);
  const text = `let seen = 0;
    process.on('SIGTERM', () => { seen++; console.log('got ' + seen); setTimeout(() => process.exit(9), 100); });
    console.log('ready'); setInterval(() => {}, 1000);`;
  const ended = await underEddy(place, text, (word, child) => {
    if (word === 'ready') child.kill('SIGTERM');
  });
  deepEqual([ended.status, ended.stdout], [9, 'ready\ngot 1\n'], ended.stderr);
  deepEqual(readdirSync(place.tmp), []);
});

test('SIGUSR1 goes to the program, whose own it is, and not to our inspector', async t => {
  const text = `process.on('SIGUSR1', () => { console.log('usr1'); process.exit(0); });
    console.log('ready'); setInterval(() => {}, 1000);`;
  const ended = await underEddy(setting(t), text, (word, child) => {
    if (word === 'ready') child.kill('SIGUSR1');
  });
  deepEqual([ended.status, ended.stdout], [0, 'ready\nusr1\n'], ended.stderr);
  ok(!ended.stderr.includes('Debugger'), ended.stderr);
});

test('a program that ignores SIGTERM goes on; the report of that moment is there when Eddy is killed after', async t => {
  const place = setting(t);
  const text = `process.on('SIGTERM', () => console.log('term'));
    console.log('pid ' + process.pid); setInterval(() => {}, 1000);`;
  let pid = 0;
  const ended = await underEddy(place, text, (word, child) => {
    if (word.startsWith('pid')) {
      pid = Number(word.slice(4));
      child.kill('SIGTERM');
    } else {
      // Eddy passes the signal on first and writes then.
      void until(() => existsSync(place.report)).then(() => {
        process.kill(pid, 0);
        child.kill('SIGKILL');
        process.kill(pid, 'SIGKILL');
      });
    }
  });
  equal(ended.signal, 'SIGKILL');
  equal((JSON.parse(readFileSync(place.report, 'utf8')) as Report).version, 1);
});

for (const [what, text] of [
  ['a normal end', ''],
  ['an error', 'throw 1'],
  ['kill -9', 'process.kill(process.pid, 9)'],
] as const) {
  test(`nothing is left after ${what}`, async t => {
    const place = setting(t);
    await underEddy(place, text, () => {});
    deepEqual(readdirSync(place.tmp), []);
    deepEqual(readdirSync(place.base).sort(), ['p.mjs', 'r.json']);
  });
}

const script = spawnSync('script', ['--version'], { encoding: 'utf8' });
const noTerminal = script.stdout?.includes('util-linux') ? false : 'the script command of util-linux is not here';

test('Ctrl-C in a terminal reaches the program once', { skip: noTerminal }, async t => {
  const { base } = setting(t);
  const file = join(base, 'p.mjs');
  // A second one would come within the same moment; the program looks for it a while longer.
  writeFileSync(
    file,
    `let seen = 0;
     process.on('SIGINT', () => { if (++seen === 1) setTimeout(() => { console.log('seen ' + seen); process.exit(0); }, 200); });
     console.log('ready'); setInterval(() => {}, 1000);`,
  );
  // Without exec, the shell would stand between and die of the key itself.
  const terminal = spawn('script', ['-qec', `exec '${process.execPath}' '${eddy}' run --quiet '${file}'`, '/dev/null']);
  let shown = '';
  terminal.stdout.on('data', (data: Buffer) => {
    shown += data;
    if (String(data).includes('ready')) terminal.stdin.write('\u0003');
  });
  const [status] = await once(terminal, 'close');
  match(shown, /seen 1\r?\n/);
  equal(status, 0);
});

/** The loop turns until it is so; the runner's deadline ends a test that waits in vain. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}
