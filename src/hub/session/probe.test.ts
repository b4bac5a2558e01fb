import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Binding } from '../../wire/protocol/index.ts';
import { Probe } from './probe.ts';

const spec = { id: 'p1', session: 's1', kind: 'snap', place: { file: 'a.ts', line: 1 } } as const;

function binding(hits: number, target = 'a'): Binding {
  return { probe: 'p1', target, state: 'bound', places: [], hits };
}

test('a target’s word that is older than what was seen since takes no hit away', () => {
  const probe = new Probe(spec);
  for (let count = 0; count < 3; count++) probe.hit('a');
  probe.bind(binding(2));
  equal(probe.view().hits, 3, 'two before it answered, one after');
  probe.hit('a');
  probe.bind(binding(0));
  equal(probe.view().hits, 4);
  probe.bind(binding(9));
  equal(probe.view().hits, 9, 'it has met flows that nobody told us of');
});

test('a word that comes after a later one of its target is left out', () => {
  const probe = new Probe(spec);
  const trouble = (times: number) => ({ why: 'x', times });
  equal(probe.bind({ ...binding(0), trouble: trouble(8), word: 5 }), true);
  equal(probe.bind({ ...binding(0), state: 'waiting', trouble: trouble(3), word: 4 }), false);
  equal(probe.bind({ ...binding(0, 'b'), trouble: trouble(1), word: 1 }), true, 'each thread counts its own');
  deepEqual(
    probe.view().bindings.map(({ state }) => state),
    ['bound', 'bound'],
  );
  deepEqual(probe.view().trouble, trouble(9));
});

test('a target that was cut off and comes back is counted once', () => {
  const probe = new Probe(spec);
  probe.bind(binding(0));
  probe.bind(binding(0, 'b'));
  for (const target of ['a', 'a', 'b']) probe.hit(target);
  probe.targetEnded('a');
  probe.targetEnded('b');
  equal(probe.view().hits, 3);
  probe.hit('a');
  probe.bind(binding(3));
  equal(probe.view().hits, 4, 'three of its own, and one of the target that stays away');
  probe.targetEnded('a');
  equal(probe.view().hits, 4);
});

test('the trouble of targets that are gone is added to that of those that are there', () => {
  const probe = new Probe(spec);
  equal(probe.view().trouble, undefined);
  probe.bind({ ...binding(0), trouble: { why: 'x', times: 2 } });
  probe.bind({ ...binding(0, 'b'), trouble: { why: 'y', times: 4 } });
  probe.targetEnded('a');
  deepEqual(probe.view().trouble, { why: 'y', times: 6 });
  probe.bind({ ...binding(0), trouble: { why: 'z', times: 3 } });
  equal(probe.view().trouble?.times, 7, 'of one that comes back its own count has those before');
});
