import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import { emptyListing, type HubState, type Report, type TargetInfo } from '../../../wire/protocol/index.ts';
import type { Hub } from '../../client/index.ts';
import { runCli } from '../cli.ts';

const info: TargetInfo = {
  id: 'a',
  kind: 'process',
  pid: 11,
  thread: 0,
  node: '26.0.0',
  argv: ['node', '/home/ann/shop.ts'],
  started: 1_000,
  isolation: true,
  notes: [],
};
const line = { id: 1, file: '/home/ann/shop.ts', line: 42, column: 1, function: 'buy', async: true } as const;
const flow = (id: string, forMs: number) => ({
  id,
  name: `job ${id}`,
  kind: 'task',
  state: 'waiting' as const,
  startedAt: 9_000,
  holds: [],
  sessions: [],
  activations: [{ ...line, state: 'waiting' as const, forMs }],
});
const user = { flow: 'a.1', flowName: 'job a.1', forMs: 700 };
const lock = {
  id: 1,
  name: 'till',
  kind: 'mutex',
  state: 'held',
  held: 1,
  waiting: 1,
  holders: [user],
  waiters: [user],
};
const system = { a: { process: { cpuUserMs: 100, cpuSystemMs: 0, uptimeMs: 1_000, rssBytes: 1024 ** 2 } } };
const report = { locks: { ...emptyListing, total: 1, live: 1, items: [{ ...lock, target: 'a' }] }, system };
const state: HubState = { at: 10_000, runs: [], targets: [{ ...info, run: '' }], sessions: [], findings: [] };

/** A hub that is there for so many looks. */
async function eddy(words: string, looks = 9, outGone?: Promise<void>) {
  const said = { out: '', err: '' };
  const gone = Promise.withResolvers<void>();
  const activity = {
    target: 'a',
    at: 10_000,
    flows: [flow('a.1', 20), flow('a.2', 900)],
    liveActivations: 2,
    cut: false,
  };
  let left = looks;
  const hub: Hub = {
    run: { version: 1, pid: 5, name: 'shop', words: ['shop.ts'], cwd: '/', started: 1_000 },
    async ask(name) {
      if (name === 'report') return { report: report as unknown as Report } as never;
      if (left-- > 0) return { at: 10_000, targets: [{ target: 'a', info, activity }] } as never;
      gone.resolve();
      throw fail('closed', 'It has gone.');
    },
    follow: async (_, listener) => listener.onState?.(state, 0),
    waitFor: () => Promise.reject(new Error('not here')),
    ended: gone.promise,
    close: () => {},
  };
  const clock = new FakeClock(10_000);
  const exit = runCli(words.split(' '), {
    version: '1',
    cwd: '/home/ann',
    colours: false,
    outColours: false,
    clock,
    out: text => {
      said.out += text;
    },
    err: text => {
      said.err += text;
    },
    run: () => Promise.reject(new Error('not here')),
    dial: async () => hub,
    runs: async () => [],
    plane: noPlane,
    ...(outGone === undefined ? {} : { outGone }),
  });
  for (let at = 0; at < looks + 1; at++) await clock.advanceAsync(1_000);
  return { exit: await exit, ...said };
}

test('without a terminal it is one look, with all tabs', async () => {
  const { exit, out } = await eddy('top --sort wait');
  deepEqual(exit, { status: 0 });
  match(
    out,
    /^eddy top {2}shop \(pid 5\), up 9\.0 s\nflows 2 {3}held 0 {3}findings 0 {3}CPU 10 % {3}memory 1\.0 MiB\n/,
  );
  match(out, /\nFLOW .*\na\.2 .* 900 ms .* shop\.ts:42 \(buy\)\na\.1 /);
  match(out, /\nno findings\n/);
  match(out, /\n1 +till +mutex +1 +0 ms +job a\.1 \(a\.1\) for 700 ms +job a\.1\n/);
  match(out, /\nshop\.ts 11 +10 % +1\.0 MiB +- +- +- +- +- +2 +yes\nCPU and loop: of all the time since each began\n$/);
});

test('--once --json is one document, of all that is known', async () => {
  const { out } = await eddy('top --once --json --filter job');
  const document = JSON.parse(out);
  deepEqual(
    [document.flows.map(({ id }: { id: string }) => id), document.locks[0].name, document.processes[0].figures],
    [['a.1', 'a.2'], 'till', { cpuPercent: 10, rssBytes: 1024 ** 2, sinceItBegan: true }],
  );
});

test('--json alone follows: a line a look, until the run has ended', async () => {
  const { exit, out } = await eddy('top --json', 3);
  deepEqual(exit, { status: 0 });
  equal(out.trimEnd().split('\n').length, 3);
});

test('it follows no longer than somebody reads', async () => {
  const { exit, out } = await eddy('top --json', 9, Promise.resolve());
  deepEqual([exit, out.split('\n').length <= 2], [{ status: 0 }, true]);
});

const wrong: [string, RegExp][] = [
  ['top a b', /what is "b" for\?/],
  ['top --sort wiat', /no such column\. There are id, state, wait, .*Did you mean wait\?/],
  ['top --interval 50ms', /too often/],
  ['top --interval soon', /no length of time/],
];
for (const [words, message] of wrong) {
  test(`eddy ${words}: refused`, async () => {
    const { exit, err } = await eddy(words);
    deepEqual(exit, { status: 2 });
    match(err, message);
  });
}
