import { deepEqual, equal } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Finding, Listing } from '../../src/wire/protocol/index.ts';
import { calm, kindsOf, nodeMajors, nodePath, root, run, runUnderEddy, withoutNode } from '../launch/index.ts';

const targets = join(root, 'test/targets/locks');
const preload = join(targets, 'preload.ts');

interface Seen {
  readonly locks: Listing;
  readonly findings: readonly Finding[];
  readonly dropped: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

// Every package, loaded in every way: the program says the same as bare, and each of its locks was seen taken and let go.
for (const major of nodeMajors)
  for (const kind of ['cjs', 'mjs'])
    for (const loader of [[], ['--import', 'tsx'], ['--require', 'tsx/cjs']])
      test(`Node ${major}, ${kind} ${loader.join(' ')}: the same words, all locks seen`, {
        skip: withoutNode(major),
      }, async () => {
        const node = nodePath(major);
        const program = join(targets, `use-all.${kind}`);
        const bare = await run(node, ['--no-warnings', ...loader, program]);
        const ended = await run(node, ['--no-warnings', ...loader, '--import', preload, program], { env: calm });
        equal(bare.status, 0, bare.stderr);
        equal(ended.status, 0, ended.stderr);
        equal(ended.stdout, bare.stdout);
        const seen = seenIn(ended.stderr);
        const webLocks = major >= 24 ? { 'web lock "a"': 2, 'web lock "b"': 1 } : {};
        deepEqual(Object.fromEntries(seen.locks.items.map(one => [one.name, one.acquired])), {
          ...webLocks,
          'pg pool 1': 3,
          'generic-pool 1': 4,
          'p-queue 1': 5,
          'p-limit 1': 8,
          'Semaphore 1': 2,
          'Mutex 1': 8,
        });
        deepEqual([seen.locks.live, seen.findings, seen.dropped, seen.notes], [0, [], {}, []]);
      });

test("tasks in a ring at the program's end: the ring alone is told, with both tasks", async t => {
  const { report, status } = await runUnderEddy(t, [join(targets, 'deadlocked-tasks.mjs')], { env: calm });
  equal(status, 0);
  deepEqual(kindsOf(report.findings), ['lock-cycle']);
  deepEqual(report.findings[0]?.flows.map(flow => flow.name).sort(), ['one', 'two']);
});

function seenIn(stderr: string): Seen {
  const line = stderr.split('\n').find(one => one.startsWith('{"locks"'));
  if (line === undefined) throw new Error(`The preload said nothing: ${stderr}`);
  return JSON.parse(line) as Seen;
}
