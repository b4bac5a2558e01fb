import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { fail, systemClock } from '../../../base/index.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import type { Attached, CliPorts, RunJob, TerminalPort } from '../ports.ts';
import { runCommand } from './run.ts';

interface Tried {
  readonly err: string;
  readonly isAttached: boolean;
  readonly isClosed: boolean;
  readonly job: RunJob | undefined;
}

/** Until the program would be started. */
async function tryRun(words: string, terminal: 'ours' | 'the program’s' | 'none'): Promise<Tried> {
  const tried = { err: '', isAttached: false, isClosed: false, job: undefined as RunJob | undefined };
  const attached: Attached = {
    onEvent: () => {},
    tell: text => {
      tried.err += text;
    },
    close: () => {
      tried.isClosed = true;
    },
  };
  const port: TerminalPort = {
    isPrograms: terminal === 'the program’s',
    attach: () => {
      tried.isAttached = true;
      return attached;
    },
  };
  const ports: CliPorts = {
    version: '1',
    cwd: '/',
    colours: false,
    outColours: false,
    clock: systemClock,
    out: () => {},
    err: text => {
      tried.err += text;
    },
    ...(terminal === 'none' ? {} : { terminal: port }),
    run: async job => {
      tried.job = job;
      throw fail('no-program', 'Not here.');
    },
    dial: () => Promise.reject(new Error('not here')),
    runs: async () => [],
    plane: noPlane,
  };
  await runCommand.run([...words.split(' '), 'shop.ts'], ports).catch(() => {});
  return tried;
}

for (const words of ['--hold a.ts:1', '--stop a.ts:1', '--on hold@throw', '--on stop@abort', '--wait', '--prompt']) {
  test(`a prompt, and closed again: ${words}`, async () => {
    const { isAttached, isClosed, job, err } = await tryRun(words, 'ours');
    deepEqual([isAttached, isClosed, job?.withoutInput, err], [true, true, false, '']);
  });
}

for (const words of ['--snap a.ts:1', '--on throw', '--quiet --hold a.ts:1', '--json --hold a.ts:1', '--name shop']) {
  test(`no prompt: ${words}`, async () => {
    const { isAttached, job, err } = await tryRun(words, 'ours');
    deepEqual([isAttached, job?.withoutInput, err], [false, false, '']);
  });
}

test('a terminal that the program may read is shared with it, and that is said', async () => {
  const { isAttached, job, err } = await tryRun('--hold a.ts:1', 'the program’s');
  deepEqual([isAttached, job?.withoutInput], [true, false]);
  match(err, /^eddy: while something is held, what is typed here is for Eddy .*--no-prompt.*\n$/);
});

test('--no-prompt leaves the terminal to the program', async () => {
  const { isAttached, job, err } = await tryRun('--no-prompt --hold a.ts:1', 'the program’s');
  deepEqual([isAttached, job?.withoutInput, err], [false, false, '']);
});

test('--prompt takes the terminal, and the program gets an empty standard input', async () => {
  const { isAttached, job } = await tryRun('--prompt --hold a.ts:1', 'the program’s');
  deepEqual([isAttached, job?.withoutInput], [true, true]);
});

test('--prompt without a terminal says so; without --prompt nothing is missed', async () => {
  match((await tryRun('--prompt --hold a.ts:1', 'none')).err, /^eddy: --prompt: there is no terminal here\..*\n$/);
  equal((await tryRun('--hold a.ts:1', 'none')).err, '');
});
