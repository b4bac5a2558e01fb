// Probes at what happens, wherever: errors, aborts, cancelled scopes, findings.
import { deepEqual, equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { lineOf, nodeMajors, nodePath, root, run, runUnderEddy, withoutNode } from '../launch/index.ts';

const program = join(root, 'test/targets/gates/on.mjs');
const words = [
  ['snap', 'throw', 'check', { order: 5, limit: 3 }],
  ['snap', 'throw', 'check', { order: 7, limit: 3 }],
  ['snap', 'abort', '', {}],
  ['snap', 'cancel', '', { scope: 'work', reason: 'no more' }],
  ['snap', 'uncaught', '', { inner: 7 }],
];

for (const major of nodeMajors) {
  const skip = { skip: withoutNode(major) };
  test(
    `Node ${major}: errors, an abort and a cancelled scope are told where they happen, in their flow`,
    skip,
    async t => {
      const on = ['throw:OrderError', 'uncaught:TypeError', 'uncaught:OrderError', 'abort', 'scope-cancel'].flatMap(
        one => ['--on', one],
      );
      const { events } = await sessionOf(t, major, on);
      deepEqual(
        events.filter(({ kind }) => kind === 'snap').map(told),
        words.map(([kind, mark, name, locals]) => [kind, lineOf(program, mark as string), name, locals]),
      );
      const [first, second] = events.filter(({ data }) => data.function === 'check');
      equal(first?.flow === second?.flow, false);
    },
  );

  test(
    `Node ${major}: a condition sees the error and its frame; a flow is held where it can wait next`,
    skip,
    async t => {
      const { events } = await sessionOf(t, major, [
        '--on',
        'hold@throw if error.message.endsWith("7") && limit === 3',
        '--hold-for',
        '50ms',
      ]);
      const [held, ...more] = events.filter(({ kind }) => kind === 'held');
      deepEqual([held?.data.line, held?.data.function, more.length], [lineOf(program, 'failed'), 'handle', 0]);
      match(String(held?.data.after), /^OrderError: too many: 7 at .*on\.mjs:\d+$/);
      match(String(events.find(({ kind }) => kind === 'resumed')?.data.why), /^its limit/);
    },
  );

  test(`Node ${major}: the thread stops in the midst of an error`, skip, async t => {
    const { events } = await sessionOf(t, major, [
      '--on',
      'stop@throw:OrderError',
      '--hold-for',
      '50ms',
      '--max-hits',
      '1',
    ]);
    deepEqual(events.filter(({ kind }) => kind === 'stopped').map(told), [
      ['stopped', lineOf(program, 'throw'), 'check', { order: 5, limit: 3 }],
    ]);
  });
}

/** The program is what it is bare; what its session was told. */
async function sessionOf(t: TestContext, major: number, options: readonly string[]): Promise<{ events: EddyEvent[] }> {
  const node = nodePath(major);
  const bare = await run(node, [program]);
  const ended = await runUnderEddy(t, [...options, '--quiet', program], { node });
  deepEqual([ended.status, ended.stdout], [bare.status, bare.stdout]);
  const { sessions } = ended.report as unknown as { sessions: { items: { events: EddyEvent[] }[] } };
  return { events: sessions.items.flatMap(one => one.events) };
}

function told({ kind, data }: EddyEvent): unknown[] {
  const { error, ...locals } = data.locals as Record<string, unknown>;
  return [kind, data.line, data.function, locals];
}
