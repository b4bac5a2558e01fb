import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Flow } from '../core/index.ts';
import { ArmedProbe } from './armed-probe.ts';
import { TargetSession } from './flow-sessions.ts';
import type { Local } from './gated-file.ts';
import { HeldFlow } from './held-flow.ts';
import type { Visit } from './visit.ts';

const names = ['shared', 'other'];

/** Held where two names are shared with the rest of the program. */
function holdHere() {
  const values: unknown[] = [1, 1];
  const visit: Visit = {
    activation: null,
    flow: {} as Flow,
    self: undefined,
    place: { file: '/a.js', line: 1, column: 1, function: 'f' },
    locals: names.map((name): Local => ({ name, editable: true, own: true })),
    read: at => ({ ok: true, value: values[at] }),
    write: (at, value) => {
      values[at] = value;
    },
    isByValue: () => false,
  };
  const probe = new ArmedProbe(
    { id: 'p1', session: 's1', kind: 'hold', place: { file: '/a.js', line: 1 } },
    new TargetSession({ id: 's1', name: 'ann', match: [] }),
  );
  return { values, held: new HeldFlow('h1', 'hold', probe, visit, 0, undefined) };
}

test('let go without a word, it writes what was edited, and not over what the program changed meanwhile', () => {
  const { values, held } = holdHere();
  for (const name of names) held.edit(name, 10);
  values[0] = 2;
  deepEqual(held.conflicts(), ['shared']);
  held.release(false);
  held.writeShared();
  deepEqual(values, [2, 10]);
});

test('a change between the word and the step in which it goes on is kept, too', () => {
  const { values, held } = holdHere();
  held.edit('shared', 10);
  deepEqual(held.conflicts(), []);
  held.release(false);
  values[0] = 2;
  held.writeShared();
  equal(values[0], 2);
});

test('by force it writes over it', () => {
  const { values, held } = holdHere();
  held.edit('shared', 10);
  values[0] = 2;
  held.release(true);
  held.writeShared();
  equal(values[0], 10);
});
