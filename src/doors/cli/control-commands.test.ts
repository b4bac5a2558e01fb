import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { noPlane } from '../../testing/no-plane.ts';
import type { ControlAnswer, ControlName, FlowActivity, Hold, ProbeView } from '../../wire/protocol/index.ts';
import type { Hub } from '../client/index.ts';
import { runCli } from './cli.ts';
import { commands } from './commands/index.ts';
import type { Exit } from './ports.ts';

type Answers = { [N in ControlName]?: ControlAnswer<N> | Error };

interface Said {
  readonly exit: Exit;
  readonly out: string;
  readonly err: string;
  /** What the hub was asked, in order; empty also when it was not dialled. */
  readonly asked: readonly (readonly [ControlName, unknown])[];
  readonly dialled: boolean;
}

interface World {
  readonly outColours?: boolean;
  /** Of the run; it has ended unless told. */
  readonly ended?: Promise<void>;
  readonly outGone?: Promise<void>;
}

async function eddy(words: string[], answers: Answers = {}, world: World = {}): Promise<Said> {
  const said = { out: '', err: '' };
  const asked: [ControlName, unknown][] = [];
  let dialled = false;
  const hub: Hub = {
    run: { version: 1, pid: 5, words: ['shop.ts'], cwd: '/', started: 1 },
    async ask(name, ask) {
      asked.push([name, ask]);
      const answer = answers[name];
      if (answer === undefined || answer instanceof Error) throw answer ?? fail('no-answer', `No ${name}.`);
      return answer as never;
    },
    follow: async () => {},
    waitFor: () => Promise.reject(new Error('not here')),
    ended: world.ended ?? Promise.resolve(),
    close: () => {},
  };
  const exit = await runCli(words, {
    version: '1',
    cwd: '/home/ann',
    colours: false,
    outColours: world.outColours ?? false,
    ...(world.outGone === undefined ? {} : { outGone: world.outGone }),
    clock: new FakeClock(10_000),
    out: text => {
      said.out += text;
    },
    err: text => {
      said.err += text;
    },
    run: () => Promise.reject(new Error('not here')),
    dial: async () => {
      dialled = true;
      return hub;
    },
    runs: async () => [],
    plane: noPlane,
  });
  return { exit, ...said, asked, dialled };
}

const wrong: [string, RegExp][] = [
  ['where', /which flow\? `eddy ps` lists them\. As in: eddy where k3x9\.12\./],
  ['where a b', /what is "b" for\?/],
  ['ps x', /what is "x" for\?/],
  ['ps --sort agee', /no such column\. There are .*Did you mean age\?/],
  ['ps --limit 0', /no number of flows/],
  ['ps --sotr age', /no option --sotr\. Did you mean --sort\?/],
  ['snap', /where\? As in: eddy snap shop\.ts:42\./],
  ['snap shop.ts', /which line of it\? As in eddy snap shop\.ts:42\./],
  ['snap shop.ts:4 --max-hits x', /no number of times/],
  ['snap shop.ts:4 --hold-for 3s', /no option --hold-for/],
  ['stop --on thro', /Did you mean throw\?/],
  ['log shop.ts:4', /log what\?/],
  ['hold shop.ts:4 --match x', /nothing to match by/],
  ['vars', /which hold\?/],
  ['eval h1', /which expression\?/],
  ['set h1', /which variable\?/],
  ['set h1 total', /to what\?/],
  ['step h1 ovre', /"ovre" is no way to step\. There are over, into, out/],
  ['resume', /which hold\?/],
  ['resume h1 --all', /h1, or --all\?/],
  ['unset', /which probe or session\?/],
  ['explain shop.ts', /which line of it\?/],
  ['runs x', /what is "x" for\?/],
];
for (const [words, message] of wrong) {
  test(`eddy ${words}: refused before anything is asked`, async () => {
    const said = await eddy(words.split(' '));
    deepEqual([said.exit, said.out, said.dialled], [{ status: 2 }, '', false]);
    match(said.err, message);
    match(said.err, /^eddy: .*\n$/);
  });
}

test('every command has its help by two ways, an example, and asks nothing for it', async () => {
  for (const { name, examples } of commands) {
    const [one, other] = [await eddy(['help', name]), await eddy([name, '--help'])];
    equal(one.out, other.out, name);
    match(one.out, new RegExp(`^Usage: eddy ${name} `));
    equal(other.dialled, false);
    equal(examples.length > 0, true);
  }
});

test('who leaves a word away is told which, in whole sentences, with an example', async () => {
  for (const name of ['vars', 'eval', 'set', 'step', 'unset', 'where', 'explain']) {
    const { err, dialled } = await eddy([name]);
    match(err, new RegExp(`^eddy: eddy ${name}: .*[.?] As in: eddy ${name} .*\\. More: eddy help ${name}\\.\\n$`));
    equal(dialled, false);
  }
});

test('with --json an answer is one document and an error too', async () => {
  const bad = await eddy(['vars', 'h9', '--json'], { variables: fail('unknown-id', 'Nothing is held as "h9".') });
  deepEqual([bad.exit, bad.out, JSON.parse(bad.err).error.code], [{ status: 2 }, '', 'unknown-id']);
  const good = await eddy(['eval', 'h1', 'a', '+', 'b', '--json'], { evaluate: { value: 3 } });
  deepEqual([good.out, good.err], ['{"value":3}\n', '']);
  deepEqual(good.asked, [['evaluate', { hold: 'h1', expression: 'a + b' }]]);
});

const view = (more: Partial<ProbeView> = {}): ControlAnswer<'probe'> => ({
  session: { id: 's1', name: 'main', match: [] },
  probes: [
    {
      spec: { id: 'p1', session: 's1', kind: 'snap', place: { file: 'shop.ts', line: 4 } },
      bindings: [],
      unanswered: [],
      hits: 0,
      everBound: false,
      ...more,
    },
  ],
});

test('a probe’s words, session and limits are asked for as they were said', async () => {
  const words = ['snap', 'shop.ts:4', 'if', 'total', '>', '3', '--session', 'ann', '--match', 'method:get'];
  const { asked } = await eddy([...words, '--max-hits', '2'], { probe: view() });
  deepEqual(asked, [
    [
      'probe',
      {
        session: 'ann',
        match: [{ by: 'method', verb: 'GET' }],
        probes: [{ kind: 'snap', place: { file: 'shop.ts', line: 4 }, condition: 'total > 3' }],
        limits: { maxHits: 2 },
      },
    ],
  ]);
  const log = await eddy(['log', 'shop.ts:4', 'total {total}', 'if', 'x'], { probe: view() });
  deepEqual((log.asked[0]![1] as { probes: unknown }).probes, [
    { kind: 'log', place: { file: 'shop.ts', line: 4 }, text: 'total {total}', condition: 'x' },
  ]);
  const on = await eddy(['stop', '--on', 'throw:TypeError', 'if', 'error.fatal'], { probe: view() });
  deepEqual((on.asked[0]![1] as { probes: unknown }).probes, [
    { kind: 'stop', place: { on: 'throw', name: 'TypeError' }, condition: 'error.fatal' },
  ]);
});

const bindings: [string, Partial<ProbeView>, RegExp, number][] = [
  ['nobody there yet', {}, /waiting: no thread of the program has reported in yet/, 0],
  ['a target that is busy', { unanswered: ['a'] }, /not answered yet by a: busy, blocked or stopped/, 0],
  [
    'bound in two alike',
    {
      bindings: ['a', 'b'].map(target => ({
        probe: 'p1',
        target,
        state: 'bound',
        mechanism: 'gate',
        places: [{ file: '/home/ann/shop.ts', line: 4, column: 3, function: 'buy' }],
        hits: 0,
      })),
    },
    /bound by gate at shop\.ts:4:3 \(buy\) \(in 2 targets\)\n$/,
    0,
  ],
  [
    'refused',
    { bindings: [{ probe: 'p1', target: 'a', state: 'refused', reason: 'Try line 5.', places: [], hits: 0 }] },
    /refused: Try line 5\./,
    1,
  ],
  [
    'its file not there yet',
    { bindings: [{ probe: 'p1', target: 'a', state: 'waiting', places: [], hits: 0 }] },
    /waiting: no file of that name is loaded yet/,
    0,
  ],
];
for (const [what, more, told, status] of bindings) {
  test(`what became of a probe is told: ${what}`, async () => {
    const { out, exit } = await eddy(['snap', 'shop.ts:4'], { probe: view(more) });
    match(out, told);
    deepEqual(exit, { status });
  });
}

const held: Hold = {
  id: 'h2',
  target: 'a',
  probe: 'p1',
  session: 's1',
  kind: 'hold',
  flow: 'a.2',
  flowName: 'GET /\u001b[2Jbuy',
  place: { file: '/home/ann/not-there.ts', line: 4, column: 1, function: 'buy' },
  since: 9000,
  stack: [],
  holds: [],
  waiters: [],
};

test('a step tells the next place, or that there is none yet; names cannot write to the terminal', async () => {
  const next = await eddy(['step', 'h1'], { step: { resumed: true, conflicts: [], next: held } });
  equal(next.out, 'h2  held at not-there.ts:4 (buy) for 1.0 s\n  flow a.2 GET / [2Jbuy, by p1 of session s1\n');
  deepEqual(next.asked, [['step', { hold: 'h1', step: 'over' }]]);
  match(
    (await eddy(['step', 'h1', 'out'], { step: { resumed: true, conflicts: [] } })).out,
    /not come to its next place/,
  );
  const kept = await eddy(['step', 'h1'], { step: { resumed: false, conflicts: ['total'] } });
  deepEqual(kept.exit, { status: 1 });
  match(kept.out, /program changed total meanwhile/);
});

test('a hold of no session names none', async () => {
  const waits: Hold = { ...held, kind: 'stop', probe: 'wait', session: '' };
  const { out } = await eddy(['holds'], { holds: { holds: [waits], silent: [] } });
  equal(out, 'h2  stopped at not-there.ts:4 (buy) for 1.0 s\n  flow a.2 GET / [2Jbuy, by wait\n');
});

test('a thread that does not answer is told, with what it last said', async () => {
  const info = {
    id: 'a',
    kind: 'process',
    pid: 7,
    thread: 0,
    node: '26',
    argv: [],
    started: 1,
    isolation: true,
    notes: [],
  } as const;
  const flows = {
    total: 2,
    live: 1,
    items: [{ id: 'a.1', name: 'main', kind: 'main', started: 0 }, { id: 'a.9' }],
    dropped: 0,
  };
  const error = { code: 'no-answer', message: 'Target a did not answer.' };
  const target = { target: 'a', info, error, last: { at: 7000, sections: { flows } } };
  const { out } = await eddy(['ps'], { flows: { at: 10_000, targets: [target] } });
  match(
    out,
    /^target a \(pid 7\): Target a did not answer\. What it said 3\.0 s ago is shown\.\nFLOW .*\na\.1 +unknown +10\.0 s +main +- +-\n$/,
  );
  match(
    (await eddy(['where', 'a.1'], { flows: { at: 10_000, targets: [target] } })).err,
    /did not answer.*What is known: eddy ps/,
  );
});

test('a flow is found by its name as it is shown, or as the program has it', async () => {
  const flow = (id: string, name: string): FlowActivity => ({
    ...{ id, name, kind: 'request', state: 'idle', startedAt: 9_000 },
    ...{ holds: [], sessions: [], activations: [] },
  });
  const flows = [
    flow('a.1', 'GET /buy?token=[redacted: field]'),
    flow('a.2', 'two\nlines'),
    flow('a.3', `long ${'x'.repeat(80)}`),
    flow('a.4', 'GET /pay?token=[redacted: field]'),
    flow('a.5', 'GET /pay?token=[redacted: field]'),
  ];
  const activity = { target: 'a', at: 10_000, flows, liveActivations: 0, cut: false };
  const asked = { flows: { at: 10_000, targets: [{ target: 'a', activity }] } } as unknown as Answers;
  const where = async (name: string) => {
    const { out, err } = await eddy(['where', name], asked);
    return out === '' ? err : out.split(' ', 1)[0];
  };
  equal(await where('GET /buy?token=hunter2'), 'a.1');
  equal(await where('GET /buy?token=[redacted: field]'), 'a.1');
  equal(await where('two lines'), 'a.2');
  equal(await where(`long ${'x'.repeat(54)}…`), 'a.3');
  const several = await where('GET /pay?token=hunter2');
  match(several as string, /2 flows are called "GET \/pay\?token=\[redacted: field\]": a\.4, a\.5.*may be hidden/);
  const none = await where('GET /nowhere?token=hunter2');
  match(none as string, /No flow "GET \/nowhere\?token=\[redacted: field\]" is alive/);
});

test('colours only where the answer goes to a terminal', async () => {
  const answers: Answers = { step: { resumed: true, conflicts: [], next: held } };
  equal((await eddy(['step', 'h1'], answers)).out.includes('\u001b'), false);
  equal((await eddy(['step', 'h1'], answers, { outColours: true })).out.includes('\u001b[1mh2'), true);
});

test('eddy holds --watch ends with its run, or with who reads it', async () => {
  const answers = { holds: { holds: [], silent: [] } };
  const never = new Promise<void>(() => {});
  const [run, reader] = [
    await eddy(['holds', '--watch'], answers, { outGone: never }),
    await eddy(['holds', '--watch'], answers, { ended: never, outGone: Promise.resolve() }),
  ];
  deepEqual([run.exit, run.out], [{ status: 0 }, 'nothing is held\nthe run has ended\n']);
  deepEqual([reader.exit, reader.out], [{ status: 0 }, 'nothing is held\n']);
});
