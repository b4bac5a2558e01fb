import { deepEqual, equal, match } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { eddy, folder } from '../launch/index.ts';

interface Watched {
  readonly child: ChildProcess;
  /** Its status and signal. */
  readonly ended: Promise<unknown[]>;
  readonly change: (text: string) => void;
  /** Waits until it was said, and forgets what was said before. */
  readonly said: (what: RegExp) => Promise<RegExpExecArray>;
}

function watch(t: TestContext, program: string, flags: readonly string[] = []): Watched {
  const cwd = folder(t);
  const change = (text: string) => writeFileSync(join(cwd, 'app.mjs'), text);
  change(program);
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [eddy, 'run', '--watch', ...flags, 'app.mjs'], { cwd, env, stdio: 'pipe' });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let text = '';
  const wake = new EventTarget();
  for (const pipe of [child.stdout, child.stderr]) {
    pipe.setEncoding('utf8').on('data', more => {
      text += more;
      wake.dispatchEvent(new Event('more'));
    });
  }
  const said = async (what: RegExp) => {
    for (;;) {
      const found = what.exec(text);
      if (found !== null) {
        text = text.slice(found.index + found[0].length);
        return found;
      }
      await once(wake, 'more');
    }
  };
  return { child, ended, change, said };
}

const stays = (name: string) => `console.log('${name}', process.pid); setInterval(() => {}, 1000);`;

test('a program that runs is ended and started again, and never two are there', async t => {
  const { child, ended, change, said } = watch(
    t,
    `process.on('SIGTERM', () => { console.log('ends'); process.exit(0); }); ${stays('one')}`,
  );
  const [, first] = await said(/one (\d+)\n/);
  change(stays('two'));
  await said(/eddy: changed: app\.mjs; the program is ended, and started again\n/);
  await said(/ends\n/);
  const [, second] = await said(/two (\d+)\n/);
  throwsGone(Number(first));
  child.kill('SIGTERM');
  deepEqual(await ended, [null, 'SIGTERM']);
  throwsGone(Number(second));
});

test('a program that has ended is started again with the next change; Ctrl-C ends the wait', async t => {
  const { child, ended, change, said } = watch(t, "console.log('one'); process.exitCode = 3;");
  await said(/one\n/);
  await said(/eddy: the program ended with 3; it is started again when a file changes \(Ctrl-C: no more\)\n/);
  change("console.log('two')");
  await said(/eddy: changed: app\.mjs\n/);
  await said(/two\n/);
  await said(/the program ended with 0/);
  child.kill('SIGINT');
  deepEqual(await ended, [0, null]);
});

test('one that does not end when it is asked is ended', async t => {
  const stubborn = `process.on('SIGTERM', () => console.log('no')); ${stays('one')}`;
  const { child, change, said } = watch(t, stubborn, ['--config', configIn(t)]);
  const [, first] = await said(/one (\d+)\n/);
  change("console.log('two')");
  await said(/no\n/);
  await said(/two\n/);
  throwsGone(Number(first));
  child.kill('SIGKILL');
});

test('a path that is not there is told, and nothing is started', async t => {
  const { ended, said } = watch(t, stays('one'), ['--watch-path', 'none']);
  match((await said(/eddy: .*\n/))[0], /none cannot be watched: it is not there/);
  deepEqual(await ended, [2, null]);
});

function configIn(t: TestContext): string {
  const path = join(folder(t), 'eddy.config.yaml');
  writeFileSync(path, 'watch: {killAfter: 1s}\n');
  return path;
}

function throwsGone(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch (error) {
    equal((error as NodeJS.ErrnoException).code, 'ESRCH');
    return;
  }
  throw new Error(`${pid} is still there`);
}
