import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import { emptyListing, type Report, type SectionName, sectionNames } from '../../../wire/protocol/index.ts';
import type { CliPorts, RunJob, RunResult } from '../ports.ts';
import { readWhyWords, whyCommand } from './why.ts';

const report: Report = {
  version: 1,
  targets: [],
  started: 0,
  ended: 1000,
  ...(Object.fromEntries(sectionNames.map(name => [name, emptyListing])) as Pick<Report, SectionName>),
  system: {},
  findings: [],
  dropped: {},
};
const ended = (end: RunResult['end']): RunResult => ({ end, report, troubles: [] });

function portsWith(clock: CliPorts['clock'], run: CliPorts['run']): CliPorts & { said(): string } {
  let said = '';
  return {
    said: () => said,
    version: '1',
    cwd: '/',
    colours: false,
    outColours: false,
    clock,
    out: () => {
      throw new Error('Standard output is the program’s alone.');
    },
    err: text => {
      said += text;
    },
    run,
    dial: () => Promise.reject(new Error('not here')),
    runs: async () => [],
    plane: noPlane,
  };
}

test('a program whose time is up is looked at, told to end, and killed when it does not', async () => {
  const clock = new FakeClock();
  const did: string[] = [];
  const { promise: over, resolve } = Promise.withResolvers<RunResult>();
  const looked = Promise.withResolvers<void>();
  const ports = portsWith(clock, job => {
    job.onStarted!({
      signal(name) {
        did.push(name);
        if (name === 'SIGTERM') looked.resolve();
        else resolve(ended({ how: 'signal', signal: name }));
      },
      dump: async () => {
        did.push('dump');
        throw new Error('It does not answer.');
      },
    });
    return over;
  });
  const exit = whyCommand.run(['--for', '10s', '--', 'a.ts'], ports);
  clock.advance(9_999);
  deepEqual(did, []);
  clock.advance(1);
  await looked.promise;
  clock.advance(5_000);
  deepEqual([await exit, did], [{ signal: 'SIGKILL' }, ['dump', 'SIGTERM', 'SIGKILL']]);
  match(ports.said(), /^eddy: end: SIGKILL ended it .*its time was up/m);
});

test('one that ends before is left alone', async () => {
  const clock = new FakeClock();
  const did: string[] = [];
  const ports = portsWith(clock, async job => {
    job.onStarted!({
      signal: name => void did.push(name),
      dump: () => {
        did.push('dump');
        return Promise.reject(new Error('It is gone.'));
      },
    });
    return ended({ how: 'exit', code: 4 });
  });
  deepEqual(await whyCommand.run(['--for', '10s', 'a.ts'], ports), { status: 4 });
  clock.advance(100_000);
  deepEqual([did, /time was up/.test(ports.said())], [[], false]);
});

test('one that ends while it is looked at is sent nothing', async () => {
  const clock = new FakeClock();
  const did: string[] = [];
  const { promise: over, resolve } = Promise.withResolvers<RunResult>();
  const looked = Promise.withResolvers<never>();
  const ports = portsWith(clock, job => {
    job.onStarted!({ signal: name => void did.push(name), dump: () => looked.promise });
    return over;
  });
  const exit = whyCommand.run(['--for', '10s', 'a.ts'], ports);
  clock.advance(10_000);
  resolve(ended({ how: 'exit', code: 0 }));
  deepEqual(await exit, { status: 0 });
  looked.reject(new Error('It is gone.'));
  await clock.advanceAsync(100_000);
  deepEqual(did, []);
});

test('words: its own, those of the run, those of the program', () => {
  const { given, asked, kept, rest } = readWhyWords(
    '--budget 500 --json --include lib/** --python .venv --no-config --report r.json --fail-on any -- a.ts --json --budget 1'.split(
      ' ',
    ),
  );
  deepEqual(
    [given.options.json, given.options.report, asked, kept],
    [true, 'r.json', { tokens: 500 }, ['--include', 'lib/**', '--python', '.venv', '--no-config']],
  );
  deepEqual(rest, ['a.ts', '--json', '--budget', '1']);
});

test('the job has the words and options of the run, and says nothing while it runs', async () => {
  let job: RunJob | undefined;
  const ports = portsWith(systemClock, async one => {
    job = one;
    return ended({ how: 'exit', code: 0 });
  });
  await whyCommand.run(['--exclude', 'x/**', '--', 'a.ts', '-v'], ports);
  deepEqual(job?.words, ['a.ts', '-v']);
  equal(job?.options.prompt, 'none');
  deepEqual(job?.options.gates, { include: [], exclude: ['x/**'] });
});
