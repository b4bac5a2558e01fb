import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { fail, systemClock } from '../../base/index.ts';
import { noPlane } from '../../testing/no-plane.ts';
import { type EddyEvent, type Finding, findingKinds, ReportSum, type TargetInfo } from '../../wire/protocol/index.ts';
import { runCli } from './cli.ts';
import type { Exit, RunJob, RunResult } from './ports.ts';

interface Said {
  readonly exit: Exit;
  readonly out: string;
  readonly err: string;
  /** What the hub was asked to run. */
  readonly job: RunJob | undefined;
}

type Fake = (job: RunJob) => RunResult;

async function cli(words: string[], run: Fake = () => result(), colours = false): Promise<Said> {
  let out = '';
  let err = '';
  let job: RunJob | undefined;
  const exit = await runCli(words, {
    version: '1.2.3',
    cwd: '/home/ann/shop',
    colours,
    outColours: false,
    clock: systemClock,
    dial: () => Promise.reject(fail('no-run', 'No program runs under Eddy now.')),
    runs: async () => [],
    plane: noPlane,
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    run: async asked => {
      job = asked;
      return run(asked);
    },
  });
  return { exit, out, err, job };
}

const target: TargetInfo = {
  id: 't',
  kind: 'process',
  pid: 1,
  thread: 0,
  node: '26',
  argv: [],
  started: 1,
  isolation: true,
  notes: [],
};

function finding(more: Partial<Finding> = {}): Finding {
  const site = (file: string, line: number, name: string) => ({ file, line, column: 1, function: name, stack: [] });
  return {
    kind: 'scope-crossed',
    severity: 'error',
    message: 'Scope "cart" was exited by another flow.',
    count: 1,
    firstAt: 1,
    lastAt: 1,
    flows: [],
    sites: { entered: site('/home/ann/shop/src/cart.ts', 12, 'open'), exited: site('/elsewhere/lib.js', 3, '') },
    hint: 'Exit it where it was entered.',
    ...more,
  };
}

function result({
  findings = [] as Finding[],
  end = { how: 'exit', code: 0 } as RunResult['end'],
  targets = [target],
  ...more
} = {}): RunResult {
  const sum = new ReportSum();
  const main = { total: 1, live: 1, items: [], dropped: 0 };
  if (targets.length > 0) sum.add('t', { sections: { flows: main }, system: {}, findings, dropped: {} });
  return { end, report: sum.report(targets, 1, 2), troubles: [], ...more };
}

test('help goes to standard output and names every command; without a word it is an error', async () => {
  for (const words of [['--help'], ['-h'], ['help']]) {
    const { exit, out, err } = await cli(words);
    deepEqual(exit, { status: 0 });
    match(out, /\n {2}run +Run a program/);
    equal(err, '');
  }
  const bare = await cli([]);
  deepEqual([bare.exit, bare.out], [{ status: 2 }, '']);
  match(bare.err, /Usage: eddy/);
});

test('help for run has every option, and the same by two ways', async () => {
  const one = await cli(['help', 'run']);
  const other = await cli(['run', '--help']);
  equal(one.out, other.out);
  for (const flag of ['--report FILE', '--events FILE', '--fail-on', '--quiet', '--json', '--name'])
    match(one.out, new RegExp(flag));
  equal(other.job, undefined);
});

test('help findings lists every kind; --version says which', async () => {
  const { out } = await cli(['help', 'findings']);
  for (const kind of findingKinds) match(out, new RegExp(`^ {2}${kind}$`, 'm'));
  match(out, /\nExamples:\n {2}eddy run --fail-on /);
  equal((await cli(['--version'])).out, 'eddy 1.2.3\n');
});

test('an unknown command is told what may have been meant', async () => {
  const typo = await cli(['sesions']);
  deepEqual(typo.exit, { status: 2 });
  match(typo.err, /^eddy: There is no command "sesions"\. Did you mean: eddy sessions\?.*\n$/);
  match((await cli(['--hlep'])).err, /Did you mean: eddy --help\?/);
  match((await cli(['shop.ts', '--port', '1'])).err, /Did you mean: eddy run shop\.ts --port 1\?/);
});

test('errors of ours have their status, and are JSON where that was asked for', async () => {
  const missing = () => {
    throw fail('no-program', '"x" was not found.', { hint: 'Did you mean y?' });
  };
  const told = await cli(['run', 'x'], missing);
  deepEqual([told.exit, told.err], [{ status: 127 }, 'eddy: "x" was not found. Did you mean y?\n']);
  const asJson = await cli(['run', '--json', 'x'], missing);
  equal(JSON.parse(asJson.err).error.code, 'no-program');
  // The program's own --json is not ours.
  match((await cli(['run', 'x', '--json'], missing)).err, /^eddy: /);
  deepEqual((await cli(['run', '--fail-on', 'scope-crosed', 'x'])).exit, { status: 2 });
  deepEqual((await cli(['run', '--quiet'])).exit, { status: 2 });
});

test('a failure of ours is told as one and does not get out', async () => {
  const { exit, err } = await cli(['run', 'x'], () => {
    throw new TypeError('oops');
  });
  deepEqual(exit, { status: 70 });
  match(err, /a failure of Eddy itself: TypeError: oops/);
});

test('findings are told as they come and again at the end, in whole lines of ours', async () => {
  const { err } = await cli(['run', '--name', 'shop', 'x.ts'], job => {
    job.onFinding(finding());
    return result({
      findings: [
        finding({ count: 12 }),
        finding({ kind: 'task-slow', severity: 'warning', message: 'slow', sites: {} }),
      ],
    });
  });
  equal(
    err,
    [
      'eddy: scope-crossed: Scope "cart" was exited by another flow.',
      'eddy:   entered src/cart.ts:12 (open), exited /elsewhere/lib.js:3',
      'eddy: shop: 2 findings: 1 error, 1 warning (1 flow, 0 tasks)',
      'eddy: error scope-crossed ×12: Scope "cart" was exited by another flow.',
      'eddy:   entered  src/cart.ts:12 (open)',
      'eddy:   exited   /elsewhere/lib.js:3',
      'eddy:   to do: Exit it where it was entered.',
      'eddy: warning task-slow: slow',
      'eddy:   to do: Exit it where it was entered.',
      '',
    ].join('\n'),
  );
});

test('nothing found is one line; nothing observed says so', async () => {
  equal((await cli(['run', 'x'])).err, 'eddy: no findings (1 flow, 0 tasks)\n');
  match(
    (await cli(['run', 'x'], () => result({ targets: [] }))).err,
    /^eddy: nothing was observed: .*eddy doctor.*\n$/,
  );
});

const event = (kind: EddyEvent['kind'], data: EddyEvent['data']): EddyEvent => ({
  seq: 1,
  at: 1,
  kind,
  target: 't',
  flow: 't.2',
  session: 's1',
  data,
});

test('what probes do is told as it happens; what is only bound, and other events, are not', async () => {
  const place = { file: '/home/ann/shop/src/a.ts', line: 5, column: 3, function: 'buy' };
  const run: Fake = job => {
    job.onSessionEvent(event('probe-bound', { probe: 'p1' }));
    job.onSessionEvent(event('held', { hold: 'h1', probe: 'p1', ...place, locals: { total: 3 } }));
    job.onSessionEvent(event('resumed', { hold: 'h1', probe: 'p1', why: 'time' }));
    job.onSessionEvent(event('log', { probe: 'p2', ...place, text: 'total\n3' }));
    return result();
  };
  equal(
    (await cli(['run', 'x'], run)).err,
    [
      'eddy: held h1 p1 at src/a.ts:5 (buy) flow t.2: total=3  (eddy vars h1, eddy resume h1)',
      'eddy: resumed h1 p1 flow t.2: time',
      'eddy: log p2 at src/a.ts:5 (buy) flow t.2: total 3',
      'eddy: no findings (1 flow, 0 tasks)',
      '',
    ].join('\n'),
  );
  equal((await cli(['run', '--quiet', 'x'], run)).err, '');
  equal((await cli(['run', '--json', 'x'], run)).err.split('\n').length, 2);
});

test('who waits is told what lets it go', async () => {
  match(
    (await cli(['run', '--wait', 'x'])).err,
    /^eddy: the program will wait before its first line, until: eddy resume --all\n/,
  );
  equal((await cli(['run', '--wait', '--quiet', 'x'])).err, '');
});

test('a busy log ends being told', async () => {
  const { err } = await cli(['run', 'x'], job => {
    for (let at = 0; at < 5000; at++) job.onSessionEvent(event('log', { probe: 'p1', text: `no. ${at}` }));
    return result();
  });
  equal(err.split('\n').length, 1003);
  match(err, /more comes of probes/);
});

test('a probe that was never bound is a note at the end, with the reason', async () => {
  const spec = { id: 'p1', session: 's1', kind: 'hold', place: { file: 'shop.ts', line: 5 } };
  const probe = (more: object) => ({ spec, bindings: [], unanswered: [], hits: 0, everBound: false, ...more });
  const probes = [probe({}), probe({ lastRefusal: 'No statement there.' }), probe({ everBound: true })];
  const { err } = await cli(['run', 'x'], () => {
    const plain = result();
    return { ...plain, report: { ...plain.report, sessions: { total: 1, live: 1, items: [{ probes }], dropped: 0 } } };
  });
  const notes = err.split('\n').filter(line => line.includes('note:'));
  deepEqual(notes, [
    'eddy: note: p1 (hold shop.ts:5) was never bound: no file of that name was loaded; if it was compiled or bundled, it needs a source map',
    'eddy: note: p1 (hold shop.ts:5) was never bound: No statement there.',
  ]);
});

test('a thousand findings are not a thousand lines', async () => {
  const many = Array.from({ length: 1000 }, (_, at) =>
    finding({
      message: `no. ${at}`,
      sites: { created: { file: `/f${at}.ts`, line: 1, column: 1, function: '', stack: [] } },
    }),
  );
  const { err } = await cli(['run', 'x'], job => {
    for (const one of many) job.onFinding(one);
    return result({ findings: many });
  });
  const lines = err.trimEnd().split('\n').length;
  if (lines > 250) throw new Error(`${lines} lines`);
  match(err, /more findings come/);
  match(err, /975 more: --report FILE has them all/);
});

test('names from the program cannot write to the terminal', async () => {
  const { err } = await cli(['run', 'x'], job => {
    job.onFinding(finding({ message: 'a\n\u001b[2Jb' }));
    return result();
  });
  match(err, /^eddy: scope-crossed: a \[2Jb\n/);
});

test('--quiet says nothing, but what was asked for and not done', async () => {
  const run: Fake = job => {
    job.onFinding(finding());
    return result({ findings: [finding()] });
  };
  equal((await cli(['run', '--quiet', 'x'], run)).err, '');
  equal(
    (await cli(['run', '--quiet', 'x'], () => result({ troubles: [new Error('no disk')] } as never))).err,
    'eddy: no disk\n',
  );
});

test('--json is one document on one line at the end', async () => {
  const { err, exit } = await cli(['run', '--json', '--fail-on', 'any', 'x'], job => {
    job.onFinding(finding());
    return { ...result({ findings: [finding()] }), reportPath: '/r.json' };
  });
  const said = JSON.parse(err);
  equal(err.indexOf('\n'), err.length - 1);
  deepEqual(exit, { status: 86 });
  deepEqual(said.exit, { status: 86 });
  deepEqual(said.end, { how: 'exit', code: 0 });
  deepEqual(said.failOn, [{ kind: 'any', allowed: 0, seen: 1 }]);
  equal(said.findings[0].kind, 'scope-crossed');
  equal(said.report, '/r.json');
});

const ends: [string, string[], RunResult['end'], Exit][] = [
  ['0 stays 0', [], { how: 'exit', code: 0 }, { status: 0 }],
  ['0 becomes 86', ['--fail-on', 'any'], { how: 'exit', code: 0 }, { status: 86 }],
  ['0 stays 0 while it is allowed', ['--fail-on', 'any:1,lock-cycle'], { how: 'exit', code: 0 }, { status: 0 }],
  ['3 stays 3', ['--fail-on', 'any'], { how: 'exit', code: 3 }, { status: 3 }],
  ['a signal stays one', ['--fail-on', 'any'], { how: 'signal', signal: 'SIGKILL' }, { signal: 'SIGKILL' }],
];
for (const [what, flags, end, exit] of ends) {
  test(`the program's end is ours: ${what}`, async () => {
    const said = await cli(['run', ...flags, 'x'], () => result({ findings: [finding()], end }));
    deepEqual(said.exit, exit);
    equal(said.err.includes('so the status is 86'), 'status' in exit && exit.status === 86);
  });
}

test('colours only where they are wanted', async () => {
  const run: Fake = () => result({ findings: [finding()] });
  equal((await cli(['run', 'x'], run)).err.includes('\u001b'), false);
  equal((await cli(['run', 'x'], run, true)).err.includes('\u001b[31m'), true);
});

test('the program and its words come through untouched', async () => {
  const { job } = await cli(['run', '--report', 'r.json', '--', 'x.ts', '--report', '', ' a "b" ']);
  deepEqual(job?.words, ['x.ts', '--report', '', ' a "b" ']);
  equal(job?.options.report, 'r.json');
});
