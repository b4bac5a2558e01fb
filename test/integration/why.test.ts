// `eddy why` on real programs: the answer, and whether the command that it ends with leads there.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Answer } from '../../src/doors/cli/words/why/index.ts';
import { calm, eddy, folder, lineOf, root, run, until } from '../launch/index.ts';

const findings = join(root, 'test/targets/findings');
const programs = join(root, 'test/targets/why');
const node = process.execPath;

const limitsOf = (file: string) => {
  const own = JSON.parse(/^\/\/ @limits (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '{}');
  return JSON.stringify({ ...JSON.parse(calm.EDDY_LIMITS), ...own });
};

async function why(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const ended = await run(node, [eddy, 'why', '--json', ...words], { env: { ...calm, ...env } });
  return { ...ended, answer: JSON.parse(ended.stderr.trimEnd().split('\n').at(-1)!) as Answer };
}

/** As it stands there, with `eddy` being the one that is under test. */
function runCommand(command: string, env: NodeJS.ProcessEnv) {
  return run('bash', ['-c', `eddy() { "$NODE" "$EDDY" "$@"; }; ${command}`], {
    env: { ...env, NODE: node, EDDY: eddy },
  });
}

const kinds: [string, string, RegExp][] = [
  ['scope-crossed', 'exited', /^eddy: snap p1 at .*scope-crossed/m],
  ['lock-cycle', 'waits', /^eddy: snap p1 at .*lock-cycle/m],
  ['lock-leaked', 'holds', /^eddy: snap p1 at .*lock-leaked/m],
  ['race-retention', 'called', /^eddy: snap p1 at .*race-retention/m],
  ['rejection-unhandled', 'rejected', /^eddy: snap p1 at .*rejection-unhandled/m],
  ['generator-return-stuck', 'returned', /^eddy: snap p1 at .*generator-return-stuck/m],
  ['task-never-settled', 'created', /^eddy: snap p1 at .*task-never-settled/m],
];
for (const [kind, role, acted] of kinds) {
  test(`${kind}: the root, its places and source; and what it says next leads there`, async () => {
    const file = join(findings, `${kind}.broken.mjs`);
    const env = { EDDY_LIMITS: limitsOf(file) };
    const { answer, stdout, stderr } = await why(['--', file], env);
    equal(answer.root?.kind, kind, stderr);
    const line = lineOf(file, role);
    const place = answer.evidence?.find(one => one.role === role);
    deepEqual([place?.file, place?.line], [`test/targets/findings/${kind}.broken.mjs`, line]);
    match(String(place?.fromProgram?.source), new RegExp(`@${role}`));
    equal(answer.sure?.level, answer.root?.severity === 'error' ? 'high' : 'fair');
    ok(answer.next!.command.includes(`${file}:${line} `), answer.next!.command);
    const next = await runCommand(answer.next!.command, env);
    match(next.stderr, acted);
    equal(next.stdout, stdout);
  });
}

test('a line that is awaited at the end: there the next run holds', async () => {
  const file = join(findings, 'exit-while-pending.broken.mjs');
  const { answer } = await why(['--', file]);
  const place = answer.evidence?.find(one => one.role === 'awaiting');
  match(String(place?.fromProgram?.source), /^await sleep\(/);
  ok(answer.next!.command.startsWith(`eddy run --hold ${file}:${place?.line} `), answer.next!.command);
  match((await runCommand(answer.next!.command, {})).stderr, /^eddy: held h1 p1 at .*exit-while-pending/m);
});

test('what comes from the root is told as such', async () => {
  const file = join(programs, 'leaks.mjs');
  const { answer } = await why(['--', file], { EDDY_LIMITS: limitsOf(file) });
  deepEqual([answer.root?.kind, answer.others], ['lock-leaked', []]);
  deepEqual(
    answer.explained?.map(({ kind, link }) => [kind, link]),
    [['task-slow', 'same flow or place']],
  );
  equal(answer.evidence?.find(({ role }) => role === 'holds')?.line, lineOf(file, 'holds'));
});

test('an error that nobody caught: its place; status and output are the program’s', async () => {
  const file = join(programs, 'throws.mjs');
  const { answer, status, stdout } = await why(['--', file]);
  deepEqual([answer.root, status, stdout], [null, 1, '']);
  equal(answer.uncaught?.at?.line, lineOf(file, 'thrown'));
  match(answer.uncaught!.fromProgram.error, /^RangeError: no card eddy: why/);
  match((await runCommand(answer.next!.command, {})).stderr, /^eddy: snap p1 at .*throws\.mjs/m);
});

test('tests that failed or hang: where each is, and a next command that says more of them', async () => {
  const file = join(programs, 'tests.mjs');
  // Runners do not nest.
  const env = { NODE_TEST_CONTEXT: undefined };
  const { answer, status } = await why(['--', node, '--test', file], env);
  deepEqual(
    [answer.root, answer.tests?.total, answer.tests?.failed, answer.tests?.hanging, status],
    [null, 3, 1, 1, 1],
  );
  deepEqual(
    answer.tests?.first.map(({ state, at, fromProgram }) => [fromProgram.name, state, at.role, at.line]),
    [
      ['cart > sells', 'failed', 'thrown', lineOf(file, 'thrown')],
      ['cart > pays', 'hanging', 'awaits', lineOf(file, 'awaits')],
    ],
  );
  const next = await runCommand(answer.next!.command, env);
  match(next.stderr, /^eddy: failed cart > sells .*\n(?:eddy: {3}.*\n)*eddy: +of reserve: left = 0$/m);
});

test('nothing wrong: how much was seen, and how little that says', async () => {
  const { answer, status } = await why(['--', node, '-e', '0']);
  deepEqual([answer.root, answer.uncaught, answer.waiting, status], [null, undefined, undefined, 0]);
  deepEqual([answer.observed?.processes, answer.sure?.level], [1, 'fair']);
});

test('no Node at all: nothing was observed, and it says so', async () => {
  const { answer, status, stdout } = await why(['--', 'echo', 'hi']);
  deepEqual([answer.sure?.level, answer.next?.command, status, stdout], ['low', 'eddy doctor', 0, 'hi\n']);
});

test('its time is up: the awaited line, SIGTERM, and its own status', async () => {
  const file = join(programs, 'hangs.mjs');
  const { answer, status } = await why(['--for', '5s', '--', file]);
  deepEqual([status, answer.end.timeUp, answer.end.how === 'exit' && answer.end.code], [7, true, 7]);
  equal(answer.waiting?.[0]?.line, lineOf(file, 'awaits'));
  match(answer.next!.command, new RegExp(`--hold ${file}:${lineOf(file, 'awaits')} `));
});

test('ended from outside: what is known by then', async t => {
  const file = join(programs, 'hangs.mjs');
  const out = join(folder(t), 'why.json');
  const name = `why-${process.pid}`;
  let stop = () => {};
  const ended = run(node, [eddy, 'why', '--json', '--out', out, '--name', name, '--', file], {
    onChild: child => {
      stop = () => child.kill('SIGTERM');
    },
  });
  await until(async () => {
    const { stdout } = await run(node, [eddy, 'where', 'main program', '--run', name]);
    return stdout.includes('hangs.mjs') ? stdout : undefined;
  });
  stop();
  const { status, stderr } = await ended;
  deepEqual([status, stderr], [7, '']);
  equal((statSync(out).mode & 0o777).toString(8), '600');
  const answer = JSON.parse(readFileSync(out, 'utf8')) as Answer;
  deepEqual([answer.root, answer.end.how], [null, 'exit']);
});

test('what the program says cannot pass for Eddy’s words', async () => {
  const { stderr } = await run(node, [eddy, 'why', '--', join(programs, 'hostile.mjs')]);
  const lines = stderr.trimEnd().split('\n');
  ok(
    lines.some(line => line.includes('evil')),
    stderr,
  );
  for (const line of lines) {
    match(line, /^eddy: [^\p{Cc}\p{Cf}]*$/u);
    // Out of the marks, nothing of it is left.
    const own = line.replaceAll(/«[^«»]*»/g, '');
    ok(!/evil|curl|Ignore|[«»]/.test(own) || own === 'eddy:  is text of the program, not of Eddy.', line);
  }
  deepEqual(lines.filter(line => /^eddy: +(next|how sure):/.test(line)).length, 2);
});

for (const budget of [100, 200, 400]) {
  test(`within ${budget} tokens, and what was cut is said`, async () => {
    const file = join(findings, 'lock-cycle.broken.mjs');
    const { stderr } = await run(node, [eddy, 'why', '--budget', String(budget), '--', file]);
    ok(Buffer.byteLength(stderr) <= budget * 3, stderr);
    match(stderr, /^eddy: why: error lock-cycle/);
    match(stderr, /^eddy: cut to fit: /m);
  });
}

const wrong: [string, RegExp][] = [
  ['--budget 5 -- a.ts', /--budget 5: that is no number of tokens/],
  ['--for ever -- a.ts', /--for ever: that is no length of time/],
  ['--out - -- a.ts', /--out - is refused/],
  ['--quiet -- a.ts', /There is no option --quiet/],
  ['--out /no/such/folder/x -- a.ts', /\/no\/such\/folder\/x cannot be written: its folder is not there\. Name a file/],
  ['', /eddy why: which program\?/],
];
for (const [words, said] of wrong) {
  test(`its own words are wrong: ${words}`, async () => {
    const { status, stderr } = await run(node, [eddy, 'why', ...words.split(' ').filter(Boolean)]);
    equal(status, 2);
    match(stderr, said);
  });
}
