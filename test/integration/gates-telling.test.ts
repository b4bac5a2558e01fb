// What a log says of values, and what is said of a condition or a text that cannot be evaluated.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EddyEvent, SessionView } from '../../src/wire/protocol/index.ts';
import { calm, lineOf, root, runUnderEddy } from '../launch/index.ts';

const program = join(root, 'test/targets/gates/telling.mjs');
const place = `telling.mjs:${lineOf(program, 'look')}`;

test('a log reads as a person would print it; what is hidden is hidden there too', async t => {
  const log = `${place}=turn {turn}: {user.name}, {password}, {user}, {error}, {list}, {nothing}`;
  const { report } = await runUnderEddy(t, ['--log', log, '--max-hits', '1', '--quiet', program], { env: calm });
  const [session] = report.sessions.items as unknown as [SessionView];
  const { data } = session.events.find(({ kind }) => kind === 'log') as EddyEvent;
  equal(
    data.text,
    'turn 0: ann, [redacted: key], {name: "ann", password: [redacted: key]}, TypeError: no tea, ' +
      '[1, undefined, NaN, 3n, Map (1) {"k" => Cart {item: "tea"}}], {ReferenceError: nothing is not defined}',
  );
  const [told] = session.events.filter(({ kind }) => kind === 'probe-failed');
  deepEqual(told?.data.trouble, { why: 'ReferenceError: nothing is not defined', times: 1 });
  deepEqual([session.probes[0]?.hits, session.statistics.logs], [1, 1]);
});

test('a condition that fails is heard of the first time, and counted', async t => {
  const { report, stderr } = await runUnderEddy(t, ['--snap', `${place} if wrong > 1`, program]);
  const [session] = report.sessions.items as unknown as [SessionView];
  const told = session.events.filter(({ kind }) => kind === 'probe-failed');
  deepEqual(
    told.map(({ data }) => data.trouble),
    [1, 2, 4, 8].map(times => ({ why: 'ReferenceError: wrong is not defined', times })),
    JSON.stringify({ report, stderr }),
  );
  equal(told[0]?.flow?.split('.').length, 2);
  ok((session.probes[0]?.trouble?.times ?? 0) >= 8);
  equal(session.probes[0]?.hits, 0);
  const lines = stderr.split('\n').filter(line => line.includes('wrong is not defined'));
  equal(lines.length, 1, stderr);
  match(lines[0] as string, /^eddy: probe-failed p1 .*could not be evaluated/);
});

test('a condition that cannot be read is refused, on a line and at a moment', async t => {
  const words = ['--snap', `${place} if total >`, '--on', 'throw if (', '--log', `${place}=met if turn === 0`];
  const { report, status } = await runUnderEddy(t, [...words, '--quiet', program]);
  const [session] = report.sessions.items as unknown as [SessionView];
  const refused = session.events.filter(({ kind }) => kind === 'probe-refused').map(({ data }) => data);
  deepEqual(refused.map(({ probe, reason }) => [probe, reason]).sort(), [
    ['p1', "Its condition cannot be read: total >: SyntaxError: Unexpected token ')'."],
    ['p2', "Its condition cannot be read: (: SyntaxError: Unexpected token ')'."],
  ]);
  deepEqual([status, session.statistics.logs, session.statistics.snaps], [0, 1, 0]);
});
