// Debug sessions that a program opens itself, and its own word `breakpoint()`.
import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { folder, lineOf, nodeMajors, nodePath, root, run, runUnderEddy, withoutNode } from '../launch/index.ts';

const program = join(root, 'test/targets/gates/own.mjs');
const env = { ...process.env, OWN_LINE: String(lineOf(program, 'price')), EDDY_LIMITS: '{"holdMs":50}' };

interface Told {
  readonly name: string;
  readonly state: string;
  readonly breakpoints: readonly (readonly unknown[])[];
  readonly locals: readonly unknown[];
}

for (const major of nodeMajors)
  test(`Node ${major}: each call has a session of its own; breakpoint() holds its flow alone`, {
    skip: withoutNode(major),
  }, async t => {
    const node = nodePath(major);
    const bare = await run(node, [program], { env });
    equal(bare.stdout, '11,21,91,31,31\n2\n');
    const plain = { name: 'plain', state: 'done', locals: [] };
    const noGates = ['refused', 'This program has no gates: run it with `eddy run`.', 0];
    deepEqual(toldIn(bare.stderr)[2], { ...plain, breakpoints: [noGates, noGates] });

    const events = join(folder(t), 'events.ndjson');
    const ended = await runUnderEddy(t, ['--quiet', '--events', events, program], { node, env });
    deepEqual([ended.status, ended.stdout], [0, bare.stdout]);
    const told = toldIn(ended.stderr);
    const checkout = (item: number, total: number) => ({
      name: 'checkout',
      state: 'done',
      breakpoints: [
        ['bound', 'gate', 1],
        ['bound', 'gate', total > 25 ? 1 : 0],
      ],
      locals: Array(total > 25 ? 2 : 1).fill({ item, total }),
    });
    deepEqual(told.slice(0, 2), [checkout(1, 11), checkout(2, 21)]);
    deepEqual(told[3], checkout(3, 31));
    deepEqual([told[2]?.name, told[2]?.breakpoints.map(([state]) => state)], ['plain', ['waiting', 'waiting']]);

    const all = readFileSync(events, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as EddyEvent);
    const [held, ...more] = all.filter(({ kind }) => kind === 'held');
    deepEqual([held?.data.line, held?.data.function, more.length], [lineOf(program, 'held'), 'marked', 0]);
    match(String(held?.data.after), /^breakpoint\(\)/);
    equal(all.filter(({ kind }) => kind === 'snap').length, 0);
  });

function toldIn(stderr: string): Told[] {
  const line = stderr.split('\n').find(one => one.startsWith('[{"name"'));
  if (line === undefined) throw new Error(`The program said nothing: ${stderr}`);
  return JSON.parse(line) as Told[];
}
