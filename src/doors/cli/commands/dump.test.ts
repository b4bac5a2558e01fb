import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fail, systemClock } from '../../../base/index.ts';
import { noPlane } from '../../../testing/no-plane.ts';
import type { UnpreparedDump } from '../../../wire/protocol/index.ts';
import { runCli } from '../cli.ts';
import type { CliPorts, ProcessDumpJob } from '../ports.ts';

const place = (line: number) => ({ file: '/shop/server.ts', line, column: 3 });
const query = {
  name: 'query',
  kind: 'async function',
  idle: false,
  whose: 'application',
  place: place(3),
  count: 12,
  looked: 2,
  lines: [
    {
      place: place(5),
      looked: 1,
      count: 9,
      samples: [{ locals: { sql: 'select 1', token: { t: 'redacted', why: 'key' } } }],
    },
    { place: place(7), looked: 1, count: 2, samples: [] },
  ],
  awaitedBy: [{ function: 1, count: 11 }],
} as const;
const handle = { ...query, name: '', lines: [], looked: 0, awaitedBy: [], whose: 'package' } as const;
const ofNode = { ...query, name: 'load', whose: 'node', count: 1, lines: [], awaitedBy: [] } as const;
const dump: UnpreparedDump = {
  version: 1,
  of: 'unprepared-process',
  at: 1_795_272_585_538,
  process: { pid: 4711, node: 'v24.1.0', words: ['node', 'server.js'] },
  heap: { usedBytes: 13 * 1024 * 1024, objects: 222_195 },
  inspector: { port: 9229, wasOpen: false, isOpen: false },
  cost: {
    estimatedPauseMs: 500,
    pauseMs: 412,
    lookPauseMs: 40,
    memoryBytes: 1,
    snapshotMs: 450,
    lookMs: 90,
    openMs: 800,
  },
  waiting: 25,
  idle: 3,
  looked: 2,
  sampled: true,
  gone: 0,
  functions: [query, handle, ofNode],
  notes: ['Its worker thread has a heap of its own, which is not in here.'],
};

async function eddy(t: TestContext, line: string, more: Partial<CliPorts> = {}) {
  let out = '';
  let err = '';
  const jobs: ProcessDumpJob[] = [];
  const dialled: unknown[] = [];
  const cwd = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, 'eddy-dump-12.json'), 'mine');
  const ports: CliPorts = {
    version: '1',
    cwd,
    colours: false,
    outColours: false,
    clock: systemClock,
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    run: noPlane.dial,
    dial: wanted => {
      dialled.push(wanted);
      return noPlane.dial();
    },
    runs: async () => [{ pid: 7, pids: [8, 9] }] as never,
    dumpProcess: async job => {
      jobs.push(job);
      job.tell('it is opened');
      return dump;
    },
    plane: noPlane,
    ...more,
  };
  const exit = await runCli(line.split(' '), ports);
  return { exit, out, err, jobs, dialled, cwd };
}

test('a pid of no run is looked into, and what stands where is told', async t => {
  const { exit, out, err, jobs, cwd } = await eddy(t, 'dump 4711 --yes --budget 2s --samples 3');
  deepEqual([exit, err], [{ status: 0 }, 'eddy: it is opened\n']);
  deepEqual(
    jobs.map(({ pid, yes, budgetMs, samples }) => ({ pid, yes, budgetMs, samples })),
    [{ pid: 4711, yes: true, budgetMs: 2_000, samples: 3 }],
  );
  equal(
    out,
    `process 4711 (Node v24.1.0, node server.js): 25 async calls wait; 2 looked at, the others counted

12  query  async function at /shop/server.ts:3
  9 at /shop/server.ts:5, judged by 1
    one has sql = "select 1", token = [redacted: key]
  2 at /shop/server.ts:7, judged by 1
  1 not looked at
  awaited by (anonymous) (11)

12  (anonymous)  async function at /shop/server.ts:3, of a package
  12 not looked at

1 call of Node’s own.
3 generators between two values: nobody waits there.
Its worker thread has a heap of its own, which is not in here.
stood still for 412 ms, and 40 ms at most for one look (222195 objects, 13 MB); its inspector is closed again, after 800 ms
${join(cwd, 'eddy-dump-4711.json')}: all of it
`,
  );
  deepEqual(JSON.parse(readFileSync(join(cwd, 'eddy-dump-4711.json'), 'utf8')), dump);
});

test('an inspector that could not be closed is told of, and by the status', async t => {
  const dumpProcess = async () => ({ ...dump, inspector: { ...dump.inspector, isOpen: true } });
  const { exit, out } = await eddy(t, 'dump 4711', { dumpProcess });
  deepEqual(exit, { status: 75 });
  match(out, /; its inspector could not be closed\n/);
});

test('as JSON it is the document, or with a file a short answer', async t => {
  const whole = await eddy(t, 'dump 4711 --json');
  deepEqual(JSON.parse(whole.out), dump);
  const { out, cwd } = await eddy(t, 'dump 4711 now.json --json');
  deepEqual(JSON.parse(out), { file: join(cwd, 'now.json'), waiting: 25, idle: 3, looked: 2, sampled: true });
});

test('a pid of a run is that run’s, a word that is none is a file', async t => {
  for (const [line, run] of [
    ['dump 9 now.json --yes', '9'],
    ['dump 7', '7'],
    ['dump now.json', undefined],
    ['dump', undefined],
  ] as const) {
    const { dialled, jobs } = await eddy(t, line);
    deepEqual([dialled, jobs], [[run], []], line);
  }
});

for (const [line, told] of [
  ['dump 4711 --samples many', /--samples many: that is no number from 0 to 1000/],
  ['dump 4711 --budget 5', /that is no length of time.*Did you mean 5s/],
  ['dump 4711 a.json b.json', /what is "b\.json" for\? As in: eddy dump 4711 hung\.json/],
  ['dump --yes', /--yes is for the dump of a process: which\?/],
  ['dump 12', /eddy-dump-12\.json is there already/],
] as const)
  test(`wrong words are told before the process is touched: ${line}`, async t => {
    const { exit, err, jobs } = await eddy(t, line);
    deepEqual([exit, jobs], [{ status: 2 }, []]);
    match(err, told);
  });

test('Ctrl-C aborts it and ends as the signal does, once what was opened is closed', async t => {
  const plane = { ...noPlane, interrupted: async () => 'SIGINT' as const };
  const dumpProcess = ({ signal }: ProcessDumpJob) =>
    new Promise<UnpreparedDump>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const { exit, err } = await eddy(t, 'dump 4711', { plane, dumpProcess });
  deepEqual(
    [exit, err],
    [
      { signal: 'SIGINT' },
      'eddy: SIGINT: process 4711 is let go as soon as it answers.\neddy: Interrupted: process 4711 was let go.\n',
    ],
  );
  const refusing = async () => {
    throw fail('refused', 'Process 4711 is bash, not Node.');
  };
  deepEqual((await eddy(t, 'dump 4711', { dumpProcess: refusing })).exit, { status: 2 });
});
